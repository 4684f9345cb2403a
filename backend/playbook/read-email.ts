import type { SourceText, YamlSource } from './yaml-source.ts';

const emailShape = /^[^\s@<>()[\]\\,;:"]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/;

export function isEmail(text: string): boolean {
  return emailShape.test(text);
}

/** Lower case. */
export function readEmail(source: YamlSource, { text, span }: SourceText): string | null {
  const email = text.trim().toLowerCase();
  if (isEmail(email)) return email;
  return source.report(`"${email.slice(0, 80)}" is not an e-mail address`, span);
}
