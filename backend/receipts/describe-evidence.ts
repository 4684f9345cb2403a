/** The values, events and HubSpot facts of a decision, in words for RevOps. */
import type { Readiness, Score } from '@zo/shared';
import type { Behind, EventsBehind } from '../handoff/events-behind.ts';
import type { Evidence } from '../handoff/receipt.ts';
import { momentWords } from '../text/moment-words.ts';

export function describeScore(score: Score, evidence: Evidence | undefined): string[] {
  const lines = score.receipt.flatMap(({ text, value, points }, index) => [
    `  ${points > 0 ? '+' : ''}${points}  ${text}: ${value}`,
    ...describeBehind(evidence?.behind.score[index], evidence).map((line) => `    ${line}`),
  ]);
  return [`Score ${score.points}`, ...lines];
}

export function describeReadiness(readiness: Readiness, evidence: Evidence | undefined): string[] {
  const lines = readiness.conditions.flatMap(({ text, verdict, actual }, index) => [
    `  ${verdict}: ${text}${actual === null ? '' : ` (is ${actual})`}`,
    ...describeBehind(evidence?.behind.conditions[index], evidence).map((line) => `    ${line}`),
  ]);
  return ['Conditions', ...lines];
}

export function describeBehind(behind: Behind | undefined, evidence: Evidence | undefined): string[] {
  if (behind === undefined || evidence === undefined) return [];
  const lines = behind.seqs.map((seq) => eventWords(seq, evidence));
  return behind.more > 0 ? [...lines, `and ${behind.more} more`] : lines;
}

/** What was done last, and by whom of the company besides. */
export function describeLast({ behind }: Evidence, evidence: Evidence): string[] {
  const last = behind.last === null ? [] : [`Last activity: ${eventWords(behind.last, evidence)}`];
  const colleagues = (behind.colleagues ?? []).map(
    ({ personId, seq }) => `Colleague, person ${personId}: ${eventWords(seq, evidence)}`,
  );
  return [...last, ...colleagues];
}

function eventWords(seq: number, { behind, inputs }: Evidence): string {
  const event: EventsBehind['events'][string] = behind.events[seq] ?? null;
  if (event === null) return `event ${seq}, not kept any more`;
  return `${event.name}, ${momentWords(event.at, inputs.context.timeZone)} (message ${event.messageId})`;
}

/** What HubSpot said, and when. */
export function describeFacts({ inputs }: Evidence): string[] {
  const { input, context } = inputs;
  const { record } = input;
  if (!record?.facts || record.factsAt === null) return ['HubSpot had not been asked'];
  const { facts } = record;
  const company = facts.primaryCompany;
  const ofCompany = company === null ? 'no company' : `company ${company.name ?? company.id}`;
  if (!facts.exists) {
    const known = company === null ? [] : [ofCompany, ...valueWords(facts.values?.company)];
    const said = ['HubSpot had no such contact', ...known].join(', ');
    return [`${said}, ${momentWords(record.factsAt, context.timeZone)}`];
  }
  const values = [
    `stage ${facts.lifecycleStage ?? 'none'}`,
    `owner ${facts.ownerId ?? 'none'}`,
    `contacted ${facts.contactedNotes} times`,
    facts.hasOpenDeal ? 'an open deal' : 'no open deal',
    ofCompany,
    ...valueWords({ ...facts.values?.contact, ...facts.values?.company }),
  ];
  return [`HubSpot, ${momentWords(record.factsAt, context.timeZone)}: ${values.join(', ')}`];
}

function valueWords(values: Record<string, string | null> | null | undefined): string[] {
  return Object.entries(values ?? {}).map(([name, value]) => `${name} ${value ?? 'empty'}`);
}
