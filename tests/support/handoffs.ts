/** People, handoffs and what a decision is made from: each builder starts from a case that passes. */
import { computeScore, emptyUsage, evaluateReadiness, localDay, type Playbook, type Usage } from '@zo/shared';
import type { AssignQuestion } from '../../backend/handoff/assign.ts';
import { receiptOfCrossing } from '../../backend/handoff/crossing-receipt.ts';
import type { DecisionContext, DecisionInput, PreviousDecision, RecordState } from '../../backend/handoff/decision.ts';
import type { Handoff } from '../../backend/handoff/handoff.ts';
import { absentContact, type HubspotFacts } from '../../backend/handoff/hubspot-facts.ts';
import { startClock } from '../../backend/handoff/steps/first-call-clock.ts';
import { openHandoff } from '../../backend/handoff/steps/opening.ts';
import type { PortalState } from '../../backend/portals/portal-state.ts';
import type { Company } from '../../backend/usage/company.ts';
import type { Person } from '../../backend/usage/person.ts';
import { acmePlaybook } from './playbooks.ts';

/** Tuesday, 10:00 in the portal's zone. */
export const timeZone = 'Europe/Berlin';
export const now = Date.parse('2026-03-10T10:00:00+01:00');
export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
export const dayOf = (ms: number) => localDay(ms, timeZone);
export const today = dayOf(now);

/** Activated three days ago, ten key actions yesterday: 45 points by the sample playbook. */
export function activeUsage(change: Partial<Usage> = {}): Usage {
  const yesterday = now - dayMs;
  return {
    ...emptyUsage(),
    firstSeenAt: now - 4 * dayMs,
    lastActiveAt: yesterday,
    activeDays: [
      [today - 3, 1],
      [today - 1, 10],
    ],
    signals: {
      activated: {
        total: 1,
        firstAt: now - 3 * dayMs,
        lastAt: now - 3 * dayMs,
        lastEvent: 'Onboarding Completed',
        days: [[today - 3, 1]],
      },
      'key action': {
        total: 10,
        firstAt: yesterday,
        lastAt: yesterday,
        lastEvent: 'Report Created',
        days: [[today - 1, 10]],
      },
    },
    recent: [{ at: yesterday, name: 'Report Created' }],
    ...change,
  };
}

export function person(change: Partial<Person> = {}, profile: Partial<Person['profile']> = {}): Person {
  return {
    personId: 1,
    companyId: 10,
    profile: {
      userIds: ['sarah'],
      email: 'sarah@finpilot.test',
      firstName: 'Sarah',
      lastName: 'Chen',
      plan: 'free',
      ...profile,
    },
    usage: activeUsage(),
    revision: 3,
    ...change,
  };
}

export function company(active = 2, change: Partial<Company> = {}): Company {
  return {
    companyId: 10,
    profile: { groupIds: ['finpilot'], domains: ['finpilot.test'], name: 'FinPilot' },
    usage: { lastActiveDays: active === 0 ? [] : [[today, active]] },
    activeUsers: active,
    ...change,
  };
}

export function facts(change: Partial<HubspotFacts> = {}): HubspotFacts {
  return {
    ...absentContact,
    exists: true,
    contactId: '501',
    firstName: 'Sarah',
    lastName: 'Chen',
    email: 'sarah@finpilot.test',
    lifecycleStage: 'lead',
    primaryCompany: { id: '900', name: 'FinPilot' },
    values: { contact: {}, company: { numberofemployees: '85' } },
    ...change,
  };
}

/** Linked, with facts of this very moment. */
export function record(change: Partial<RecordState> = {}): RecordState {
  return { recordId: '501', wanted: {}, written: {}, facts: facts(), factsAt: now, problem: null, ...change };
}

/** Of the person above, at a moment. */
export function previousDecision(
  change: Partial<PreviousDecision> = {},
  about: { activeUsers?: number; playbook?: Playbook } = {},
): PreviousDecision {
  const playbook = about.playbook ?? acmePlaybook();
  const score = computeScore(playbook.score, activeUsage(), today, dayOf);
  const readiness = evaluateReadiness(playbook.definition, {
    contact: { zo_pql_score: score.points, zo_activation_status: 'activated' },
    company: { zo_company_active_users: about.activeUsers ?? 1 },
    emailDomainType: 'business',
  });
  const crossing =
    readiness.ready === 'yes'
      ? receiptOfCrossing({
          crossedAt: now - hourMs,
          playbookVersion: 1,
          definition: playbook.definition.sentence,
          score,
          readiness,
          trigger: null,
          usage: activeUsage(),
          companyActiveUsers: about.activeUsers ?? 1,
          today,
        })
      : null;
  return {
    decidedAt: now - hourMs,
    playbookVersion: 1,
    ready: readiness.ready,
    gate: 'not_ready',
    crossedAt: crossing === null ? null : now - hourMs,
    decision: { score, readiness, crossing },
    ...change,
  };
}

/** Somebody who crosses now, with everything known: the gate opens. */
export function decisionInput(change: Partial<DecisionInput> = {}): DecisionInput {
  return {
    person: person(),
    company: company(),
    record: record(),
    companyRecord: null,
    previous: previousDecision(),
    openHandoff: null,
    handoffCount: 0,
    returnedAt: null,
    generation: 0,
    dirtySince: now,
    ...change,
  };
}

export function decisionContext(change: Partial<DecisionContext> = {}): DecisionContext {
  return {
    playbook: acmePlaybook(),
    playbookVersion: 1,
    alertReady: false,
    earlierPlaybooks: new Map(),
    timeZone,
    goLiveAt: now - dayMs,
    stageOrder: ['subscriber', 'lead', 'marketingqualifiedlead', 'salesqualifiedlead', 'opportunity', 'customer'],
    mode: 'workflow',
    returnMode: 'workflow',
    now,
    ...change,
  };
}

/** Opened now, nothing done yet. */
export function waitingHandoff(change: Partial<Handoff> = {}): Handoff {
  return {
    ...openHandoff({
      handoffId: 5,
      personId: 1,
      companyId: 10,
      contactId: '501',
      hubspotCompanyId: '900',
      employees: 85,
      origin: 'workflow',
      receipt: previousDecision({}, { activeUsers: 2 }).decision.crossing,
      contactedNotes: 0,
      review: null,
      timers: { workflow: now + 2 * minuteMs },
      now,
    }),
    ...change,
  };
}

export const maria = { id: '71', email: 'maria@acme.test', name: 'Maria', active: true };
export const tom = { id: '72', email: 'tom@acme.test', name: 'Tom', active: true };
export const lee = { id: '73', email: 'lee@acme.test', name: 'Lee', active: true };

/** Two working hours, an hour of patience, Mon–Fri 9–17 in the portal's zone, from a Tuesday at 10:00. */
export const clockTerms = {
  minutes: 120,
  patienceMinutes: 60,
  hours: { days: [1, 2, 3, 4, 5], fromMinute: 9 * 60, toMinute: 17 * 60 },
  zone: timeZone,
};

/** Who gets a handoff that nobody has a claim to: three owners in turn. */
export function askedWho(change: Partial<AssignQuestion> = {}): AssignQuestion {
  return {
    presentOwnerId: null,
    companyOwnerId: null,
    companyRecordOwnerId: null,
    dealOwnerId: null,
    lastOwner: null,
    notAgain: [],
    pool: [maria.email, tom.email, lee.email],
    owners: [maria, tom, lee],
    rotation: 0,
    named: null,
    ...change,
  };
}

/** With Maria since this moment, alert posted to her. */
export function alertedHandoff(change: Partial<Handoff> = {}): Handoff {
  const clock = startClock(clockTerms, now);
  return waitingHandoff({
    status: 'alerted',
    gateWrittenAt: now,
    firstCallAt: now,
    owner: { id: maria.id, email: maria.email, name: maria.name, setByUs: true, reason: 'next in rotation' },
    handedOffAt: now,
    clock,
    dueAt: clock.dueAt,
    timers: { clock: clock.halfAt },
    alerts: {
      'alert:5:dm:maria@acme.test': {
        state: 'posted',
        channel: 'D1',
        ts: '1.2',
        link: 'https://acme.slack.test/p1',
        at: now,
      },
    },
    ...change,
  });
}

export function portalState(change: Partial<PortalState> = {}): PortalState {
  return {
    portal: {
      portalId: 1234567,
      timeZone,
      uiDomain: 'app.hubspot.com',
      scopes: ['automation'],
      goLiveAt: now - dayMs,
      createdAt: now - 30 * dayMs,
    },
    generation: 0,
    playbook: acmePlaybook(),
    playbookVersion: 1,
    alertReady: false,
    stageOrder: decisionContext().stageOrder,
    owners: [maria, tom, lee],
    workflows: { handoff: null, return: null },
    mode: 'workflow',
    returnMode: 'workflow',
    ...change,
  };
}
