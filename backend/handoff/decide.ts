/**
 * The decision about one person, as of a moment: usage → score with receipt → readiness → gate. Pure: it reads no clock
 * and no database. What it wants done is data.
 */
import { contactValues, type GateReason, localDay, type Playbook, whyNowWords } from '@zo/shared';
import { answerGate } from './answer-gate.ts';
import type { Assessed } from './assess.ts';
import { readyByOf } from './crossing-receipt.ts';
import { decideCrossing } from './decide-crossing.ts';
import { decideOpenHandoff } from './decide-open-handoff.ts';
import type { Decision, DecisionContext, DecisionInput } from './decision.ts';
import { decisionEffects, opensGate } from './decision-effects.ts';
import { receiptsOf, receiptsOfNoReview } from './decision-receipts.ts';
import { mayNotContact, mustAskWhether } from './do-not-contact.ts';
import { assessWithFresh } from './fresh-facts.ts';
import { handoffValues } from './handoff-values.ts';
import { needsHubspotValues, type ReadFromHubspot } from './hubspot-values.ts';
import { isInternalEmail } from './internal.ts';
import { nextLookAt } from './next-look.ts';
import { isByHistory } from './ready-by-history.ts';
import { settledUnder } from './ready-by-rules.ts';
import { evaluateReview, openReview } from './review-rule.ts';
import { withEvidence } from './with-evidence.ts';

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
  const { email, profile, score, values, readiness } = assessment;
  const companyName = facts?.primaryCompany?.name ?? company?.profile.name ?? null;
  const decided = decideCrossing(input, context, assessed, assessment, companyName);
  const { crossing, crossedAt } = decided;

  const reviewed = evaluateReview(playbook, values);
  const answer = answerGate(input, context, {
    isReady: readiness.ready === 'yes',
    readyBy: readyByOf(crossing),
    crossedAt,
    isInternal: isInternalEmail(email, playbook.exclude),
    points: score.points,
    asksForReview: reviewed === 'yes',
    doNotContact: mayNotContact(playbook, values),
    mustAsk: mustAskWhether(playbook, readFromHubspot(input), now),
  });
  const { gate } = answer;
  const writtenGate: GateReason = gate === 'open' && context.mode === 'direct' ? 'handed_off' : gate;

  const isKnown = person.profile.userIds.length > 0 || (input.record?.recordId ?? null) !== null;
  const mayOpen = (gate === 'open' || gate === 'in_review') && openHandoff === null && isKnown;
  const contractValue = values.company.zo_expected_acv ?? null;
  const asked = contractValue === null ? null : Number(contractValue);
  const review = gate === 'in_review' ? openReview(playbook, asked, timeZone, now) : null;
  const opens = mayOpen && crossing !== null ? { origin: context.mode, receipt: crossing, review } : null;

  const moment = { values, today, dayOf };
  const openDecision = decideOpenHandoff(input, context, gate, moment);

  const wanted: Record<string, string> = {
    ...contactValues({ profile, usage: person.usage, score, readiness, today }),
    zo_handoff_gate: writtenGate,
    ...(opens === null ? {} : valuesOfOpened(opens, input.handoffCount + 1, companyName)),
  };

  const awaitsValues =
    awaitsFresh || needsHubspotValues(playbook.definition.expression, values, readFromHubspot(input), now);
  const isUnsettled = awaitsValues && readiness.ready === 'unknown';
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
    decision: {
      score,
      readiness,
      crossing,
      ...(isUnsettled && previous !== null && { settledUnder: settledUnder(previous) }),
      ...(isUnsettled && isByHistory(input) && { awaitsForHistory: true as const }),
    },
    wanted,
    effects: isKnown
      ? decisionEffects(input, context, wanted, {
          opens: opens !== null || opensGate(input, wanted),
          needsFacts: answer.needsFacts || openDecision.needsFacts || awaitsValues,
          email,
          contractValue,
        })
      : [],
    opens,
    handoffChange: openDecision.change,
    receipts: [
      ...receiptsOf(previous, writtenGate, decided, readiness.ready),
      ...(opens !== null && opens.review === null ? receiptsOfNoReview(playbook, reviewed, contractValue) : []),
    ],
    wakeAt: nextLookAt(input, context, moment),
  };
  return withEvidence(decision, input, context);
}

/** Nothing of an earlier handoff stays. */
function valuesOfOpened(
  { receipt: { trigger }, review }: NonNullable<Decision['opens']>,
  count: number,
  companyName: string | null,
): Record<string, string> {
  const status = review === null ? 'waiting' : 'in_review';
  return {
    zo_handoff_trigger: trigger ? whyNowWords(trigger, companyName) : '',
    ...handoffValues({ status, owner: null, dueAt: null, breachedAt: null, touch: null }),
    zo_handoff_count: String(count),
  };
}

function readFromHubspot({ record }: DecisionInput): ReadFromHubspot {
  return { facts: record?.facts ?? null, factsAt: record?.factsAt ?? null };
}
