/**
 * "Load sample activity": one clearly marked person lives through a story made for the portal's own playbook, so that
 * somebody new sees everything work. Nobody but the operator is told, and removing it leaves nothing but blanked receipts. Pages ask over
 * `/app/sample-activity`; whoever may change settings may load and remove, everybody may look.
 */
import type { CardPortal } from './card-api.ts';
import type { GateReason } from './gate-wording.ts';

/** GET how it stands; POST a SampleActivityRequest. */
export const sampleActivityPath = '/app/sample-activity';

/** `idempotencyKey`: new with every press of a button, the same when the request is sent once more. */
export type SampleActivityRequest = { action: 'load' | 'remove'; idempotencyKey: string };

/** How a page asks; `null` only looks. Rejects when the backend cannot be reached. */
export type AskSampleActivity = (request: SampleActivityRequest | null) => Promise<SampleActivityAnswer>;

/** How the sample activity stands, or why it cannot be asked for. */
export type SampleActivityAnswer =
  | ({ status: 'none' | 'loading' | 'loaded' | 'removing' } & SampleActivity)
  /** Only those who may change settings may; `reason` says who that is. Nothing was done. */
  | { status: 'not allowed'; asOf: number; reason: string }
  | { status: 'not connected'; missing: 'portal' | 'playbook' };

/** The sample as far as it has come, and what it still waits for. */
export type SampleActivity = {
  asOf: number;
  portal: CardPortal;
  /** Whether whoever asks may load and remove. */
  mayChange: boolean;
  /** Null while there is none. */
  person: SamplePerson | null;
  /** What of the definition the story could not meet, and why, in words. */
  unmet: string[];
  /** What is still on its way, and where it waits, in words. */
  waiting: string[];
};

/** The sample person, held against the definition as everybody is. */
export type SamplePerson = {
  name: string;
  /** HubSpot's contact; null until there is one. */
  contactId: string | null;
  score: number;
  /** "4 of 4". */
  conditionsMet: number;
  conditions: number;
  gate: GateReason;
};

/** What a page says of it; `offers` is the button to show, null for none. */
export type SampleWords = { headline: string; lines: string[]; offers: 'load' | 'remove' | null };

/** What a page says of it, and the one button it offers. */
export function sampleWords(answer: SampleActivityAnswer): SampleWords {
  if (answer.status === 'not allowed') return { headline: answer.reason, lines: [], offers: null };
  if (answer.status === 'not connected') {
    const what = answer.missing === 'portal' ? 'a connected HubSpot account' : 'a playbook';
    return { headline: `Sample activity needs ${what} first`, lines: [], offers: null };
  }
  const { person, unmet, waiting, mayChange } = answer;
  const lines = [...unmet.map((one) => `Not met: ${one}`), ...waiting.map((one) => `Waiting: ${one}`)];
  const offer = (action: 'load' | 'remove') => (mayChange ? action : null);
  switch (answer.status) {
    case 'none':
      return {
        headline:
          'Makes one contact, marked as a sample, live through the story your playbook waits for. Only the operator is told in Slack.',
        lines,
        offers: offer('load'),
      };
    case 'loading':
      return { headline: 'Sample activity is being loaded', lines, offers: offer('remove') };
    case 'removing':
      return { headline: 'Sample activity is being removed', lines, offers: null };
    case 'loaded':
      return {
        headline: person === null ? 'Sample activity is loaded' : loadedWords(person),
        lines,
        offers: offer('remove'),
      };
  }
}

function loadedWords({ name, score, conditionsMet, conditions, gate }: SamplePerson): string {
  const standing = `${name}: score ${score}, ${conditionsMet} of ${conditions} conditions`;
  return gate === 'sample' ? `${standing}; a real person would be ready` : standing;
}
