/** How long what is kept: the kinds, the defaults, and what is refused. Pure; the settings and the service read the same. */
import { conditionsOf } from './expression-tree.ts';
import type { Expression, Playbook } from './playbook.ts';
import { activeUsersWindowDays } from './usage.ts';

export const keptKinds = ['events', 'messageIds', 'receipts', 'audit', 'messages', 'people'] as const;
export type KeptKind = (typeof keptKinds)[number];

/** Days of each kind; null: for ever. */
export type KeptDays = Record<KeptKind, number | null>;

export type KeptKindTerms = {
  label: string;
  /** What is deleted when the days are over. */
  words: string;
  defaultDays: number | null;
  fewestDays: number;
  mayBeForever: boolean;
};

export const mostKeptDays = 3_650;

export const keptKindTerms: Record<KeptKind, KeptKindTerms> = {
  events: {
    label: 'Raw events',
    words: 'The events themselves. What they add up to stays, so usage and scores do not change.',
    defaultDays: 90,
    fewestDays: activeUsersWindowDays,
    mayBeForever: false,
  },
  messageIds: {
    label: 'Message ids',
    words: 'An event that is sent again after this long counts again.',
    defaultDays: 14,
    fewestDays: 7,
    mayBeForever: false,
  },
  receipts: {
    label: 'Receipts',
    words: 'Why something was decided. Receipts of open handoffs stay until they end.',
    defaultDays: 730,
    fewestDays: 90,
    mayBeForever: true,
  },
  audit: {
    label: 'Audit',
    words: 'Who changed settings. Saved playbooks stay.',
    defaultDays: 730,
    fewestDays: 90,
    mayBeForever: true,
  },
  messages: {
    label: 'Texts of messages',
    words:
      'What Slack messages of ended handoffs were drawn from, and what was said in forms. Slack keeps its own copies.',
    defaultDays: 180,
    fewestDays: 30,
    mayBeForever: true,
  },
  people: {
    label: 'Inactive people',
    words: 'People who were not active for this long and were never handed off: profile, usage, decisions.',
    defaultDays: null,
    fewestDays: 90,
    mayBeForever: true,
  },
};

export const defaultKeptDays = Object.fromEntries(
  keptKinds.map((kind) => [kind, keptKindTerms[kind].defaultDays]),
) as KeptDays;

/** The longest span of days that score, definition, return, review or territories look back over. */
export function longestWindowDays(playbook: WindowedPlaybook): number {
  const lines = playbook.score.map((line) => (line.kind === 'inactive' ? line.forDays : (line.windowDays ?? 0)));
  const territories = Object.values(playbook.handoff?.routing?.owners ?? {}).map(({ territory }) => territory?.when);
  const rules = [playbook.definition.expression, playbook.return?.when, playbook.review?.when, ...territories.flat()];
  return Math.max(activeUsersWindowDays, ...lines, ...rules.flatMap((rule) => (rule ? windowsIn(rule) : [])));
}

type WindowedPlaybook = Pick<Playbook, 'score' | 'definition' | 'return' | 'review'> & {
  handoff?: Pick<Playbook['handoff'], 'routing'>;
};

function windowsIn(expression: Expression): number[] {
  return conditionsOf(expression).map((condition) => (condition.kind === 'signal' ? (condition.windowDays ?? 0) : 0));
}

/** Why such days are refused, in words; empty: they are fine. `longestWindow`: of the playbook; null while there is none. */
export function keptDaysProblems(days: Partial<KeptDays>, longestWindow: number | null): string[] {
  return keptKinds.flatMap((kind) => {
    const wanted = days[kind];
    if (wanted === undefined) return [];
    const { label, fewestDays, mayBeForever } = keptKindTerms[kind];
    if (wanted === null) return mayBeForever ? [] : [`${label} cannot be kept for ever: say a number of days`];
    if (!Number.isInteger(wanted)) return [`${label}: say a whole number of days`];
    if (wanted < fewestDays) return [`${label} must be kept for at least ${fewestDays} days, not ${wanted}`];
    if (wanted > mostKeptDays) return [`${label} can be kept for at most ${mostKeptDays} days, not ${wanted}`];
    if (kind === 'events' && longestWindow !== null && wanted < longestWindow) {
      return [
        `${label} must be kept for at least ${longestWindow} days, not ${wanted}: the playbook looks back so far. Shorten its longest window first, or keep them longer`,
      ];
    }
    return [];
  });
}

/** As long as the playbook in force needs them, whatever was set before it was saved. */
export function eventDaysInForce(days: KeptDays, longestWindow: number): number {
  return Math.max(days.events ?? 0, longestWindow);
}

/** "traits.jobTitle", "properties.amount": a name that can be allowed. */
export const allowedName = /^(?:traits|properties)\.[A-Za-z][A-Za-z0-9_ .$-]{0,79}$/;
export const mostAllowedNames = 100;
