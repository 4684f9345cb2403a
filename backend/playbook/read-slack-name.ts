import { isSlackUserId } from '@zo/shared';
import { isEmail } from './read-email.ts';
import type { SourceText, YamlSource } from './yaml-source.ts';

/** An address in lower case, or the id of a Slack user. */
export function readSlackName(source: YamlSource, { text, span }: SourceText): string | null {
  const name = text.trim();
  if (isSlackUserId(name)) return name;
  if (isEmail(name.toLowerCase())) return name.toLowerCase();
  return source.report(`"${name.slice(0, 80)}" is neither an e-mail address nor the id of a Slack user`, span, {
    suggestion: 'an id such as U0MARIA01, which Slack shows under “Copy member ID”',
  });
}
