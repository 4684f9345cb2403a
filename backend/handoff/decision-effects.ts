/** What a decision wants done in HubSpot: facts to be read, the company and the contact to be written. Pure. */
import { mayRest } from '../outbox/contact-rest.ts';
import type { Effect, Priority } from '../outbox/effect.ts';
import { priorities, readFactsEffect } from '../outbox/effect.ts';
import { isSamplePerson } from '../sample/is-sample.ts';
import type { DecisionContext, DecisionInput } from './decision.ts';
import { isByHistory } from './ready-by-history.ts';

/** How often an absent contact is looked for again when only its values change. */
const absentRecheckMs = 24 * 60 * 60_000;
const hourMs = 60 * 60_000;

export type Outcome = {
  opens: boolean;
  needsFacts: boolean;
  email: string | null;
  contractValue: string | number | null;
};

/** `opens`: a handoff is opened now, or the gate of one. */
export function decisionEffects(
  input: DecisionInput,
  context: DecisionContext,
  wanted: Record<string, string>,
  { opens, needsFacts, email, contractValue }: Outcome,
): Effect[] {
  const { person, company, record } = input;
  const effects: Effect[] = [];
  const isOneOfAll = input.dirtySince === null;
  const canWait = isOneOfAll || isByHistory(input);
  const priority: Priority = opens ? priorities.crossing : canWait ? priorities.backfill : priorities.routine;
  if (needsFacts) {
    effects.push(canWait ? { ...readFactsEffect(person.personId), priority } : readFactsEffect(person.personId));
  }
  if (company && (opens || isNewContractValue(input, contractValue))) {
    effects.push({
      kind: 'sync company',
      companyId: company.companyId,
      key: `company:${company.companyId}`,
      lane: 'hubspot',
      priority,
    });
  }
  // Somebody asked for the sample contact, whatever the playbook says of others.
  const wasDeleted = record?.recordId === null && record.deleted != null;
  const createIfMissing =
    (context.playbook.contacts === 'create all' && (opens || !wasDeleted)) ||
    (opens && context.playbook.contacts === 'create at crossing') ||
    isSamplePerson(person.profile);
  const changed = Object.keys(wanted).filter((name) => wanted[name] !== (record?.written[name] ?? ''));
  const isAbsent = record?.recordId === null && record.facts?.exists === false && record.facts.email === email;
  const skip = isAbsent && !createIfMissing && context.now - (record?.factsAt ?? 0) < absentRecheckMs;
  // What was wanted already is under way, or was refused: deciding everybody again asks for nothing twice.
  const news = changed.filter((name) => wanted[name] !== (record?.wanted[name] ?? ''));
  const isNews = !isOneOfAll || opens || news.length > 0;
  if (changed.length > 0 && isNews && !skip) {
    effects.push({
      kind: 'sync contact',
      personId: person.personId,
      createIfMissing,
      key: `contact:${person.personId}`,
      lane: 'hubspot',
      priority,
      notBefore: notBefore(changed, record?.written.zo_last_active_at, wanted.zo_last_active_at),
      mayRest: !opens && mayRest(news),
    });
  }
  return effects;
}

/** Whether the company's record lacks what its size now says; that of another HubSpot company is not written to it. */
function isNewContractValue({ companyRecord, record }: DecisionInput, value: Outcome['contractValue']): boolean {
  if (value === null || companyRecord === null || companyRecord.recordId === null) return false;
  if (record?.facts?.primaryCompany?.id !== companyRecord.recordId) return false;
  return companyRecord.written.zo_expected_acv !== String(value);
}

/** `zo_last_active_at` alone is written at most hourly. */
function notBefore(changed: string[], written: string | undefined, wanted: string | undefined): number | undefined {
  if (changed.length !== 1 || changed[0] !== 'zo_last_active_at' || !written || !wanted) return undefined;
  return Date.parse(written) + hourMs;
}

/** The gate of a handoff that was looked at first opens later than the crossing, and as urgently. */
export function opensGate({ record }: DecisionInput, wanted: Record<string, string>): boolean {
  return wanted.zo_handoff_gate === 'open' && record?.written.zo_handoff_gate !== 'open';
}
