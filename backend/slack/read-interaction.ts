/** What Slack reports that somebody did: pressed, chose, or sent a form. */
import { z } from 'zod';
import { type Press, pressSchema, toPress } from './press.ts';
import { type Submission, submissionSchema, toSubmission } from './reason-form.ts';

export type Interaction = { kind: 'press'; press: Press } | { kind: 'submission'; submission: Submission };

const payloadSchema = z.discriminatedUnion('type', [pressSchema, submissionSchema]);

/** Null for what needs nothing but to be acknowledged. */
export function readInteraction(rawBody: Uint8Array): Interaction | null {
  const payload = new URLSearchParams(Buffer.from(rawBody).toString('utf8')).get('payload');
  const parsed = payloadSchema.safeParse(parseJson(payload ?? ''));
  if (!parsed.success) return null;
  if (parsed.data.type === 'block_actions') return { kind: 'press', press: toPress(parsed.data) };
  const submission = toSubmission(parsed.data);
  return submission && { kind: 'submission', submission };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
