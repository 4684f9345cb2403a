/**
 * The decision about one person, as of a moment: usage → score with receipt → readiness → gate. Pure: it reads no clock
 * and no database. What it wants done is data.
 */
import {
  contactValues,
  crossingTrigger,
  type GateReason,
  localDay,
  nextChangeDay,
  type Playbook,
  type Readiness,
  type ReadinessFacts,
  startOfLocalDay,
  whyNowWords,
} from '@zo/shared';
import type { Effect, Priority } from '../outbox/effect.ts';
import { priorities, readFactsEffect } from '../outbox/effect.ts';
import { isSamplePerson } from '../sample/is-sample.ts';
import type { Assessed } from './assess.ts';
import { receiptOfCrossing } from './crossing-receipt.ts';
import { decideOpenHandoff } from './decide-open-handoff.ts';
import type { Decision, DecisionContext, DecisionInput, PreviousDecision } from './decision.ts';
import { assessWithFresh, isFresh } from './fresh-facts.ts';
import { coolingDownEnds, decideGate, isCoolingDown } from './gate.ts';
import { gateQuestion, type Holding } from './gate-question.ts';
import { handoffValues } from './handoff-values.ts';
import { barAfterReturn } from './higher-bar.ts';
import { needsHubspotValues, type ReadFromHubspot } from './hubspot-values.ts';
import { isInternalEmail } from './internal.ts';
import { isReadyByRules, settledUnder } from './ready-by-rules.ts';
import type { ReceiptEntry } from './receipt.ts';
import { canBeAskedAbout } from './return-rule.ts';
import { evaluateReview, openReview } from './review-rule.ts';
import { withEvidence } from './with-evidence.ts';

/** How often an absent contact is looked for again when only its values change. */
const absentRecheckMs = 24 * 60 * 60_000;
const hourMs = 60 * 60_000;

export function decide(input: DecisionInput, context: DecisionContext): Decision {
  const { person, company, previous, openHandoff } = input;
  const { playbook, now, timeZone } = context;
  const dayOf = (ms: number) => localDay(ms, timeZone);
  const today = dayOf(now);
  const facts = input.record?.facts ?? null;
  const assessed: Assessed & { playbook: Playbook } = {
    playbook,
    profile: person.profile,
    usage: person.usage,
    company: company && { groupIds: company.profile.groupIds, usage: company.usage },
    hubspot: facts,
    today,
    dayOf,
  };
  const { assessment, awaitsFresh } = assessWithFresh(assessed, {
    factsAt: input.record?.factsAt ?? null,
    wasReady: previous?.ready === 'yes',
    now,
  });
  const { email, profile, score, companyActiveUsers, values, readiness } = assessment;
  const companyName = facts?.primaryCompany?.name ?? company?.profile.name ?? null;

  const isReady = readiness.ready === 'yes';
  const crossesNow = isReady && (previous?.ready !== 'yes' || crossesAgain(input, context, score.points));
  const byRules = crossesNow && madeReadyByRules(input, context, assessed);
  const crossedAt = !isReady ? null : crossesNow ? now : (previous?.crossedAt ?? now);
  const crossing = !isReady
    ? null
    : crossesNow
      ? receiptOfCrossing({
          crossedAt: now,
          playbookVersion: context.playbookVersion,
          ...(byRules && { byRules }),
          ...(isSamplePerson(person.profile) && { isSample: true as const }),
          definition: playbook.definition.sentence,
          score,
          readiness,
          trigger: crossingTrigger(previous?.decision.readiness ?? null, readiness, playbook.definition, companyName),
          usage: person.usage,
          companyActiveUsers,
          today,
        })
      : (previous?.decision.crossing ?? null);

  const isKnown = person.profile.userIds.length > 0 || (input.record?.recordId ?? null) !== null;
  const reviewed = evaluateReview(playbook, values);
  const answer = gateAnswer(input, context, {
    isReady,
    isReadyByRules: crossing?.byRules ?? false,
    crossedAt,
    isInternal: isInternalEmail(email, playbook.exclude),
    points: score.points,
    asksForReview: reviewed === 'yes',
  });
  const gate = answer.gate;

  const mayOpen = gate === 'open' || gate === 'in_review';
  const contractValue = values.company.zo_expected_acv ?? null;
  const opens =
    mayOpen && openHandoff === null && crossing !== null && isKnown
      ? {
          origin: context.mode,
          receipt: crossing,
          review:
            gate === 'in_review'
              ? openReview(playbook, contractValue === null ? null : Number(contractValue), timeZone, now)
              : null,
        }
      : null;
  const writtenGate: GateReason = gate === 'open' && context.mode === 'direct' ? 'handed_off' : gate;

  const moment = { values, today, dayOf };
  const openDecision = decideOpenHandoff(input, context, gate, moment);

  const wanted: Record<string, string> = {
    ...contactValues({ profile, usage: person.usage, score, readiness, today }),
    zo_handoff_gate: writtenGate,
  };
  if (opens && crossing) {
    wanted.zo_handoff_trigger = crossing.trigger ? whyNowWords(crossing.trigger, companyName) : '';
    const status = opens.review === null ? 'waiting' : 'in_review';
    Object.assign(wanted, handoffValues({ status, owner: null, dueAt: null, breachedAt: null, touch: null }));
    wanted.zo_handoff_count = String(input.handoffCount + 1);
  }

  const awaitsValues =
    awaitsFresh || needsHubspotValues(playbook.definition.expression, values, readFromHubspot(input), now);
  const needsFacts = answer.needsFacts || openDecision.needsFacts || awaitsValues;
  const isUnsettled = previous !== null && awaitsValues && readiness.ready === 'unknown';
  const decision: Decision = {
    personId: person.personId,
    revision: person.revision,
    generation: input.generation,
    dirtySince: input.dirtySince,
    companyId: person.companyId,
    openHandoffId: openHandoff?.handoffId ?? null,
    openHandoffRevision: openHandoff?.revision ?? null,
    ready: readiness.ready,
    gate: writtenGate,
    crossedAt,
    decision: { score, readiness, crossing, ...(isUnsettled && { settledUnder: settledUnder(previous) }) },
    wanted,
    effects: isKnown
      ? effectsOf(input, context, wanted, {
          opens: opens !== null || opensGate(input, wanted),
          needsFacts,
          email,
          contractValue,
        })
      : [],
    opens,
    handoffChange: openDecision.change,
    receipts: [
      ...receiptsOf(previous, writtenGate, { crossing, isNew: crossesNow }, readiness.ready),
      ...(opens !== null && opens.review === null ? unreviewed(playbook, reviewed, contractValue) : []),
    ],
    wakeAt: earliest(
      wakeAt(
        earliest(nextChangeDay(playbook, person.usage, today, dayOf, values), nextReturnDay(input, playbook, moment)),
        timeZone,
      ),
      coolingDownEnds(input.returnedAt, playbook.cooldownDays, now),
    ),
  };
  return withEvidence(decision, input, context);
}

function madeReadyByRules(
  { previous, dirtySince }: DecisionInput,
  context: DecisionContext,
  assessed: Assessed & { playbook: Playbook },
): boolean {
  if (context.alertReady || previous === null || previous.ready === 'yes') return false;
  const version = settledUnder(previous);
  if (version === context.playbookVersion) return false;
  return isReadyByRules(previous, context.earlierPlaybooks.get(version) ?? null, assessed, dirtySince !== null);
}

/**
 * Whoever is still ready when the cool-down after a return ends, and is as warm as the playbook asks of those who come back,
 * crosses anew: the old receipt tells of weeks ago. So does
 * whom an earlier version of the playbook made ready, when this one asks for their alert.
 */
function crossesAgain(
  { previous, returnedAt, returnedScore }: DecisionInput,
  context: DecisionContext,
  points: number,
): boolean {
  const { playbook, now } = context;
  if (context.alertReady && previous?.decision.crossing?.byRules) return true;
  const crossedAt = previous?.crossedAt ?? null;
  if (returnedAt === null || crossedAt === null) return false;
  if (crossedAt > returnedAt && previous?.gate !== 'cooling_down') return false;
  const bar = barAfterReturn(playbook, returnedScore ?? null);
  if (bar !== null && points < bar) return false;
  return !isCoolingDown({ returnedAt, cooldownDays: playbook.cooldownDays, now });
}

/** The gate, or the gate as it was while HubSpot's values are being read. */
function gateAnswer(
  input: DecisionInput,
  context: DecisionContext,
  holding: Holding,
): { gate: GateReason; needsFacts: boolean } {
  const { openHandoff, record, previous } = input;
  const gate = decideGate(gateQuestion(input, context, holding));
  const factsAt = record?.factsAt ?? null;
  if (openHandoff !== null) {
    // What a reviewer approved hours ago is looked at once more before the gate opens.
    const approvedAt = openHandoff.gateWrittenAt === null ? (openHandoff.review?.decidedAt ?? null) : null;
    const isStale = gate === 'open' && approvedAt !== null && !isFresh(factsAt, approvedAt, context.now);
    return isStale ? { gate: 'in_review', needsFacts: true } : { gate, needsFacts: false };
  }
  if ((gate !== 'open' && gate !== 'in_review') || isFresh(factsAt, holding.crossedAt, context.now)) {
    return { gate, needsFacts: false };
  }
  const before = previous && previous.gate !== 'open' && previous.gate !== 'in_review' ? previous.gate : 'not_ready';
  return { gate: before, needsFacts: true };
}

/** The gate of a handoff that was looked at first opens later than the crossing, and as urgently. */
function opensGate({ record }: DecisionInput, wanted: Record<string, string>): boolean {
  return wanted.zo_handoff_gate === 'open' && record?.written.zo_handoff_gate !== 'open';
}

/** Of a playbook that has crossings reviewed, the receipt says why this one was not. */
function unreviewed(
  { review }: Playbook,
  verdict: Readiness['ready'],
  contractValue: string | number | null,
): ReceiptEntry[] {
  if (review === null) return [];
  const value = contractValue === null ? null : Number(contractValue);
  return [
    {
      kind: 'review',
      body: { step: 'not asked', rule: review.text, isKnown: verdict !== 'unknown', contractValue: value },
    },
  ];
}

function readFromHubspot({ record }: DecisionInput): ReadFromHubspot {
  return { facts: record?.facts ?? null, factsAt: record?.factsAt ?? null };
}

/** When time alone next changes what the return rule says of the person; sales' silence wakes the handoff itself. */
function nextReturnDay(
  { openHandoff, person }: DecisionInput,
  playbook: Playbook,
  { values, today, dayOf }: { values: ReadinessFacts; today: number; dayOf: (ms: number) => number },
): number | null {
  if (openHandoff === null || playbook.return === null || !canBeAskedAbout(openHandoff)) return null;
  const definition = { expression: playbook.return.when };
  return nextChangeDay({ score: [], definition }, person.usage, today, dayOf, values);
}

type Outcome = { opens: boolean; needsFacts: boolean; email: string | null; contractValue: string | number | null };

function effectsOf(
  input: DecisionInput,
  context: DecisionContext,
  wanted: Record<string, string>,
  { opens, needsFacts, email, contractValue }: Outcome,
): Effect[] {
  const { person, company, record } = input;
  const effects: Effect[] = [];
  const isOneOfAll = input.dirtySince === null;
  const priority: Priority = opens ? priorities.crossing : isOneOfAll ? priorities.backfill : priorities.routine;
  if (needsFacts) {
    effects.push(isOneOfAll ? { ...readFactsEffect(person.personId), priority } : readFactsEffect(person.personId));
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
  const createIfMissing =
    context.playbook.contacts === 'create all' ||
    (opens && context.playbook.contacts === 'create at crossing') ||
    isSamplePerson(person.profile);
  const changed = Object.keys(wanted).filter((name) => wanted[name] !== (record?.written[name] ?? ''));
  const isAbsent = record?.recordId === null && record.facts?.exists === false && record.facts.email === email;
  const skip = isAbsent && !createIfMissing && context.now - (record?.factsAt ?? 0) < absentRecheckMs;
  // What was wanted already is under way, or was refused: deciding everybody again asks for nothing twice.
  const isNews = !isOneOfAll || opens || changed.some((name) => wanted[name] !== (record?.wanted[name] ?? ''));
  if (changed.length > 0 && isNews && !skip) {
    effects.push({
      kind: 'sync contact',
      personId: person.personId,
      createIfMissing,
      key: `contact:${person.personId}`,
      lane: 'hubspot',
      priority,
      notBefore: notBefore(changed, record?.written.zo_last_active_at, wanted.zo_last_active_at),
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

function receiptsOf(
  previous: PreviousDecision | null,
  gate: GateReason,
  { crossing, isNew }: { crossing: Decision['decision']['crossing']; isNew: boolean },
  ready: Readiness['ready'],
): ReceiptEntry[] {
  const receipts: ReceiptEntry[] = [];
  if (crossing && isNew) receipts.push({ kind: 'crossing', body: crossing });
  const refused = ready === 'yes' && gate !== 'open' && gate !== 'handed_off' && gate !== 'not_ready';
  if (refused && previous?.gate !== gate) {
    receipts.push({ kind: 'refusal', body: { gate, ...(crossing?.byRules && { byRules: true }) } });
  }
  return receipts;
}

function wakeAt(day: number | null, timeZone: string): number | null {
  return day === null ? null : startOfLocalDay(day, timeZone);
}

function earliest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}
