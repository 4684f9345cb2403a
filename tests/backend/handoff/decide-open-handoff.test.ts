import type { GateReason } from '@zo/shared';
import { startOfLocalDay } from '@zo/shared';
import { decideOpenHandoff } from '../../../backend/handoff/decide-open-handoff.ts';
import type { DecisionContext } from '../../../backend/handoff/decision.ts';
import type { Handoff } from '../../../backend/handoff/handoff.ts';
import { type HubspotFacts, noDeals, noEngagement } from '../../../backend/handoff/hubspot-facts.ts';
import {
  alertedHandoff,
  dayMs,
  dayOf,
  decisionContext,
  facts,
  hourMs,
  lee,
  maria,
  minuteMs,
  now,
  record,
  timeZone,
  today,
  waitingHandoff,
} from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { returnRule } from '../../support/rules.ts';

type Case = { gate?: GateReason; at?: number; factsAt?: number | null; context?: Partial<DecisionContext> };
const values = { contact: { zo_pql_score: 45 }, company: {}, emailDomainType: 'business' as const };
const silence = acmePlaybook({ return: { ...returnRule('14 days without AE activity'), channel: null } });

/** Of a handoff that Maria has had for an hour, unless it says otherwise; HubSpot was asked just now. */
function decided(handoff: Handoff, known: Partial<HubspotFacts> = {}, is: Case = {}) {
  const { gate = 'handed_off', at = now + hourMs, factsAt = at, context = {} } = is;
  return decideOpenHandoff(
    { openHandoff: handoff, record: record({ facts: facts({ ownerId: maria.id, ...known }), factsAt }) },
    decisionContext({ now: at, ...context }),
    gate,
    { values, today: dayOf(at), dayOf },
  );
}
const nothing = { change: null, needsFacts: false };
const engagedBy = (at: number) => ({ contactedNotes: 1, engagement: { ...noEngagement, lastContactedAt: at } });
const withMaria = (change: Partial<Handoff> = {}) => alertedHandoff({ ownerConfirmedAt: now, ...change });

describe('deals', () => {
  it.each<[string, Partial<HubspotFacts>, string | null]>([
    ['one won since the handoff wins it', { deals: { ...noDeals, wonAt: now + 1 } }, 'won'],
    ['one lost since, with none open, loses it', { deals: { ...noDeals, lostAt: now + 1 } }, 'lost'],
    ['one lost while another is open does not', { deals: { ...noDeals, lostAt: now + 1 }, hasOpenDeal: true }, null],
    ['one won outranks one lost', { deals: { ...noDeals, wonAt: now + 1, lostAt: now + 2 } }, 'won'],
    ['those of before count for nothing', { deals: { ...noDeals, wonAt: now - 1, lostAt: now - 1 } }, null],
  ])('%s', (_what, known, outcome) => {
    expect(decided(withMaria(), known).change?.handoff.status ?? null).toBe(outcome);
  });

  it('end one that is on its way back, and none that nobody has handed off', () => {
    const won = { deals: { ...noDeals, wonAt: now + 1 } };
    const due = withMaria({ status: 'return_due', returnDueAt: now });
    expect(decided(due, won).change?.handoff.status).toBe('won');
    expect(decided(waitingHandoff({ firstCallAt: now }), won)).toEqual(nothing);
  });

  it('that are open keep with sales what was on its way back', () => {
    const due = withMaria({ status: 'return_due', returnDueAt: now, returnReasons: ['cold'], timers: {} });
    const { change } = decided(due, { hasOpenDeal: true });
    expect(change).toMatchObject({
      handoff: { status: 'alerted', returnDueAt: null, returnReasons: [], timers: { clock: due.clock!.halfAt } },
      receipts: [{ kind: 'return', body: { step: 'stays' } }],
    });
  });
});

describe('a first touch in HubSpot', () => {
  it('engages it, also after a breach', () => {
    const breached = withMaria({ status: 'breached', breachedAt: now + 1 });
    expect(decided(breached, engagedBy(now + minuteMs)).change).toMatchObject({
      handoff: { status: 'engaged', touch: { at: now + minuteMs, via: 'HubSpot', minutes: 1 } },
    });
  });

  it('changes nothing about one that is engaged, or goes back', () => {
    const touch = { at: now, by: 'owner', kind: 'call', via: 'Slack', minutes: 0 } as const;
    expect(decided(withMaria({ status: 'engaged', touch }), engagedBy(now + 1))).toEqual(nothing);
    expect(decided(withMaria({ status: 'return_due', returnDueAt: now }), engagedBy(now + 1))).toEqual(nothing);
  });
});

describe('another owner in HubSpot', () => {
  const woken = { owner: now + hourMs };

  it('is looked at once by whoever knows the owners', () => {
    const { change } = decided(withMaria(), { ownerId: lee.id });
    expect(change).toMatchObject({ handoff: { ownerSeen: lee.id, timers: woken }, receipts: [] });
    expect(decided(change!.handoff, { ownerId: lee.id })).toEqual(nothing);
  });

  it('is not believed before HubSpot has acknowledged ours, nor if read before that', () => {
    expect(decided(withMaria({ ownerConfirmedAt: null }), { ownerId: lee.id })).toEqual(nothing);
    expect(decided(withMaria({ ownerConfirmedAt: now + 2 * hourMs }), { ownerId: lee.id })).toEqual(nothing);
  });

  it('is ours, or nobody: then nothing moves', () => {
    expect(decided(withMaria(), { ownerId: maria.id })).toEqual(nothing);
    expect(decided(withMaria(), { ownerId: null })).toEqual(nothing);
  });

  it('gets one that was alerted without anybody', () => {
    const nobodys = alertedHandoff({ owner: null, clock: null, dueAt: null, timers: {} });
    expect(decided(nobodys, { ownerId: lee.id }).change?.handoff.timers).toEqual(woken);
    // In the queue, it is found with the rest.
    expect(decided({ ...nobodys, heldSince: now }, { ownerId: lee.id })).toEqual(nothing);
  });
});

describe('a handoff nobody was told of', () => {
  it('is withdrawn when the gate closes, in review too', () => {
    expect(decided(waitingHandoff(), {}, { gate: 'not_ready' }).change?.handoff.status).toBe('withdrawn');
    const inReview = waitingHandoff({ status: 'in_review' });
    expect(decided(inReview, {}, { gate: 'customer_or_open_deal' }).change?.handoff.status).toBe('withdrawn');
    expect(decided(inReview, {}, { gate: 'in_review' })).toEqual(nothing);
  });

  const approved = waitingHandoff({
    origin: 'direct',
    timers: {},
    review: {
      askedAt: now - hourMs,
      contractValue: null,
      rule: 'r',
      verdict: 'approved',
      decidedAt: now,
      by: 'revops@acme.test',
      reason: null,
      escalatedAt: null,
    },
  });
  it('and was approved is taken up by direct mode when the gate opens by what HubSpot knows now', () => {
    expect(decided(approved, {}, { gate: 'in_review' })).toEqual(nothing);
    const { change } = decided(approved, {}, { gate: 'open' });
    expect(change?.handoff.timers).toEqual({ 'take up': now + hourMs });
    expect(decided(change!.handoff, {}, { gate: 'open' })).toEqual(nothing);
    expect(decided({ ...approved, origin: 'workflow' }, {}, { gate: 'open' })).toEqual(nothing);
  });
});

describe('silence', () => {
  const at = startOfLocalDay(today + 14, timeZone) + hourMs;
  const rule = { at, context: { playbook: silence } };
  const { timers: _, ...unwatched } = withMaria();
  const cold = { ...unwatched, timers: {} };
  const touch = { at: now, by: 'owner', kind: 'call', via: 'Slack', minutes: 0 } as const;

  it('of 14 days returns it', () => {
    expect(decided(cold, {}, rule).change).toMatchObject({
      handoff: { status: 'return_due', returnReasons: ['14 days without AE activity'] },
    });
  });

  it('never returns one with an open deal', () => {
    expect(decided(cold, { hasOpenDeal: true }, rule)).toEqual(nothing);
  });

  it('asks HubSpot once more before anything is done', () => {
    expect(decided(cold, {}, { ...rule, factsAt: at - 6 * minuteMs })).toEqual({ change: null, needsFacts: true });
  });

  it('of one that was called asks the AE, once, and keeps it while they have just said so', () => {
    const engaged = { ...cold, status: 'engaged' as const, touch };
    const { change } = decided(engaged, {}, rule);
    expect(change).toMatchObject({
      handoff: { status: 'engaged', question: { number: 1 } },
      effects: [{ kind: 'post question', email: maria.email }],
    });
    expect(change?.handoff.timers['return rule']).toBe(startOfLocalDay(today + 21, timeZone));
    expect(decided(change!.handoff, {}, rule)).toEqual(nothing);
  });

  it('that HubSpot shows to be none is looked at again when it may have become one', () => {
    const called = { ...cold, status: 'engaged' as const, touch };
    const { change } = decided(called, engagedBy(at - dayMs), rule);
    expect(change?.handoff.timers).toEqual({ 'return rule': startOfLocalDay(today + 13 + 14, timeZone) });
    expect(decided(change!.handoff, engagedBy(at - dayMs), rule)).toEqual(nothing);
  });

  it('broken after the question takes the question back', () => {
    const asked = decided({ ...cold, status: 'engaged' as const, touch }, {}, rule).change!.handoff;
    expect(decided(asked, engagedBy(at - dayMs), rule).change).toMatchObject({ handoff: { question: null } });
  });
});
