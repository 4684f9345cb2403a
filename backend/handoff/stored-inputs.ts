/** All that a decision was made from, as a receipt keeps it: plain data that survives JSON. */
import type { Playbook } from '@zo/shared';
import type { DecisionContext, DecisionInput } from './decision.ts';
import { completeFacts } from './hubspot-facts.ts';
import { settledUnder } from './ready-by-rules.ts';
import { reviveHandoff } from './revive-handoff.ts';

export type StoredInputs = {
  input: DecisionInput;
  context: Omit<DecisionContext, 'earlierPlaybooks'> & { earlierPlaybooks: [version: number, Playbook | null][] };
};

/** Without what is wanted and written in HubSpot: it decides what is sent there, not what is decided. */
export function storeInputs(input: DecisionInput, context: DecisionContext): StoredInputs {
  const { record, previous } = input;
  const version = previous === null ? null : settledUnder(previous);
  return {
    input: {
      ...input,
      record: record && { ...record, wanted: {}, written: {}, problem: null },
      companyRecord: null,
    },
    context: {
      ...context,
      earlierPlaybooks: [...context.earlierPlaybooks].filter(([earlier]) => earlier === version),
    },
  };
}

export function reviveInputs({ input, context }: StoredInputs): { input: DecisionInput; context: DecisionContext } {
  const { record, openHandoff } = input;
  return {
    input: {
      ...input,
      record: record && { ...record, facts: record.facts && completeFacts(record.facts) },
      openHandoff: openHandoff && reviveHandoff(openHandoff),
    },
    context: {
      ...context,
      playbook: withLaterTerms(context.playbook),
      earlierPlaybooks: new Map(context.earlierPlaybooks),
    },
  };
}

type KeptPlaybook = Omit<Playbook, 'doNotContact'> & Partial<Pick<Playbook, 'doNotContact'>>;

/** Those of before reviewers could be named, anybody be told that none had looked, or be left alone, have none. */
function withLaterTerms(kept: KeptPlaybook): Playbook {
  const none = { reviewers: [], escalateAfterMinutes: null };
  return {
    ...kept,
    doNotContact: kept.doNotContact ?? null,
    review: kept.review && Object.assign(none, kept.review),
  };
}
