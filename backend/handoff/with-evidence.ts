/** Adds to the receipts of a decision what it was made from, so that each can be read, and decided again, on its own. */
import { localDay } from '@zo/shared';
import type { Decision, DecisionContext, DecisionInput } from './decision.ts';
import { eventsBehind } from './events-behind.ts';
import type { Evidence, Held, ReceiptEntry } from './receipt.ts';
import { storeInputs } from './stored-inputs.ts';

export function withEvidence(decision: Decision, input: DecisionInput, context: DecisionContext): Decision {
  const { receipts, handoffChange } = decision;
  if (receipts.length === 0 && (handoffChange === null || handoffChange.receipts.length === 0)) return decision;
  const { playbook, playbookVersion, timeZone, now } = context;
  const evidence: Evidence = {
    behind: eventsBehind(playbook, input.person.usage, localDay(now, timeZone)),
    inputs: storeInputs(input, context),
  };
  const { score, readiness } = decision.decision;
  const held: Held = { playbookVersion, definition: playbook.definition.sentence, score, readiness, evidence };
  const add = (entry: ReceiptEntry): ReceiptEntry => {
    switch (entry.kind) {
      case 'crossing':
        return { ...entry, body: { ...entry.body, evidence } };
      case 'refusal':
        return { ...entry, body: { ...entry.body, ...held } };
      case 'withdrawal':
        return { ...entry, body: { ...entry.body, ...held } };
      case 'return':
        if (entry.body.step !== 'due') return entry;
        return { ...entry, body: { ...entry.body, ...held, rule: playbook.return?.text ?? '' } };
      default:
        return entry;
    }
  };
  return {
    ...decision,
    receipts: receipts.map(add),
    handoffChange: handoffChange && { ...handoffChange, receipts: handoffChange.receipts.map(add) },
  };
}
