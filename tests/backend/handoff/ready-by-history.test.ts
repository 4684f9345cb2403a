import { gateMeaning, parseDefinition } from '@zo/shared';
import { decide } from '../../../backend/handoff/decide.ts';
import type { Decision, DecisionContext, DecisionInput, PreviousDecision } from '../../../backend/handoff/decision.ts';
import { priorities } from '../../../backend/outbox/effect.ts';
import { describeReceipt } from '../../../backend/receipts/describe-receipt.ts';
import type { Happened } from '../../../backend/usage/marks.ts';
import { company, dayMs, decisionContext, decisionInput, minuteMs, now, record } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const history: Happened = { live: false, active: false, history: true };
const active: Happened = { live: true, active: true, history: false };
const told: Happened = { live: true, active: false, history: false };

function decided(
  happened: Happened | undefined,
  input: Partial<DecisionInput> = {},
  context: Partial<DecisionContext> = {},
) {
  return decide(decisionInput({ ...(happened && { happened }), ...input }), decisionContext(context));
}

/** The decision as the next one finds it. */
function kept(decision: Decision, decidedAt = now): PreviousDecision {
  const { ready, gate, crossedAt, decision: stored } = decision;
  return { decidedAt, playbookVersion: 1, ready, gate, crossedAt, decision: stored };
}

const byHistory = () => kept(decided(history));
const alone = company(1);
const later = { now: now + minuteMs };
const fresh = record({ factsAt: now + minuteMs });

describe('somebody whom loaded history makes ready', () => {
  it('is listed with receipts that say so, and nobody is alerted', () => {
    const decision = decided(history);
    expect(decision).toMatchObject({ ready: 'yes', gate: 'before_go_live', opens: null, crossedAt: now });
    expect(decision.receipts).toMatchObject([
      { kind: 'crossing', body: { byHistory: true } },
      { kind: 'refusal', body: { gate: 'before_go_live', byHistory: true } },
    ]);
    expect(decision.effects.filter(({ lane }) => lane !== 'hubspot')).toEqual([]);
  });

  it('is so also when nobody had decided about them before', () => {
    expect(decided(history, { previous: null })).toMatchObject({ gate: 'before_go_live', opens: null });
    expect(decided(active, { previous: null })).toMatchObject({ gate: 'open' });
  });

  it('is written to HubSpot behind everything that is live', () => {
    const { effects } = decided(history, { record: record({ facts: null, factsAt: null }) });
    expect(effects.length).toBeGreaterThan(0);
    expect(effects.every(({ priority }) => priority === priorities.backfill)).toBe(true);
    expect(decided(told, { company: alone }).effects.map(({ priority }) => priority)).toContain(priorities.routine);
  });

  it('reads in words what the gate waits for', () => {
    const refusal = decided(history).receipts.at(-1)!;
    const receipt = { receiptId: 7, ...refusal, outcome: 'before_go_live', format: 1, at: now };
    const about = { playbookVersion: 1, personId: 3, companyId: null, handoffId: null, erasedAt: null };
    const words = describeReceipt({ ...receipt, ...about } as never).join('\n');
    expect(words).toContain(`before_go_live, ${gateMeaning('before_go_live', 'history')}`);
    expect(words).toContain('became ready in history loaded by a backfill');
  });

  it('crosses with the next thing they do, and the receipt says what', () => {
    const decision = decided(active, { previous: byHistory(), record: fresh }, later);
    expect(decision).toMatchObject({ gate: 'open', crossedAt: later.now, opens: { origin: 'workflow' } });
    const { receipt } = decision.opens!;
    expect(receipt.byHistory).toBeUndefined();
    expect(receipt.trigger?.words).toBe('back in the product: Report Created (history had met every condition)');
    expect(decision.wanted.zo_handoff_trigger).toBe(receipt.trigger?.words);
  });

  it.each<[string, Happened | undefined]>([
    ['more history is loaded', history],
    ['the clock or HubSpot has them looked at again', undefined],
    ['an identify call or a colleague’s event comes in', told],
  ])('stays listed when %s', (_what, happened) => {
    const decision = decided(happened, { previous: byHistory(), record: fresh }, later);
    expect(decision).toMatchObject({ ready: 'yes', gate: 'before_go_live', opens: null, crossedAt: now, receipts: [] });
  });

  it('crosses as everybody does after having been less than ready', () => {
    const lost = decided(undefined, { previous: byHistory(), company: alone }, later);
    expect(lost).toMatchObject({ ready: 'no', gate: 'not_ready' });
    const again = decided(told, { previous: kept(lost), record: fresh }, later);
    expect(again).toMatchObject({ gate: 'open', opens: { origin: 'workflow' } });
  });

  it('crosses in watch mode without being handed off, and going live alerts nobody about it', () => {
    const watched = decided(active, { previous: byHistory(), record: fresh }, { ...later, goLiveAt: null });
    expect(watched).toMatchObject({ gate: 'before_go_live', opens: null, crossedAt: later.now });
    const live = { now: later.now + dayMs, goLiveAt: later.now + minuteMs };
    expect(decided(active, { previous: kept(watched) }, live)).toMatchObject({ gate: 'before_go_live', opens: null });
  });
});

describe('what happens live while history is loaded', () => {
  it('is news: the crossing is one like any other', () => {
    const decision = decided({ live: true, active: true, history: true });
    expect(decision).toMatchObject({ gate: 'open', opens: { origin: 'workflow' } });
    expect(decision.decision.crossing?.byHistory).toBeUndefined();
  });

  it('crosses on top of history that alone was too little', () => {
    const short = decided(history, { company: company(1) });
    expect(short).toMatchObject({ ready: 'no' });
    const crossed = decided(told, { previous: kept(short), record: fresh }, later);
    expect(crossed).toMatchObject({
      gate: 'open',
      opens: { receipt: { trigger: { property: 'zo_company_active_users' } } },
    });
  });

  it('leaves a handoff that is open, and somebody who crossed, as they are', () => {
    const crossed = decided(active);
    expect(decided(history, { previous: kept(crossed), record: fresh }, later).crossedAt).toBe(now);
    expect(decided(history, { previous: kept(crossed), record: fresh }, later)).toMatchObject({ gate: 'open' });
  });
});

describe('history that HubSpot has to be asked about', () => {
  const names = { signals: acmePlaybook().signals.map(({ name }) => name) };
  const asks = parseDefinition('A free user becomes an SQL when company number of employees >= 50', names);
  if (!('value' in asks)) throw new Error(JSON.stringify(asks));
  const playbook = acmePlaybook({ definition: asks.value });
  const unread = record({ facts: null, factsAt: null });
  const read = record({
    facts: { ...record().facts!, values: { contact: {}, company: { numberofemployees: '85' } } },
    factsAt: now + minuteMs,
  });

  it('is still history once it has been read', () => {
    const asked = decided(history, { previous: null, record: unread }, { playbook });
    expect(asked).toMatchObject({ ready: 'unknown', decision: { awaitsForHistory: true } });
    const answered = decided(undefined, { previous: kept(asked), record: read }, { playbook, ...later });
    expect(answered).toMatchObject({ ready: 'yes', gate: 'before_go_live', opens: null });
    expect(answered.decision.crossing?.byHistory).toBe(true);
    expect(answered.decision.awaitsForHistory).toBeUndefined();
  });

  it('is news when they were active meanwhile', () => {
    const asked = decided(history, { previous: null, record: unread }, { playbook });
    const answered = decided(active, { previous: kept(asked), record: read }, { playbook, ...later });
    expect(answered).toMatchObject({ gate: 'open' });
  });
});

it('a higher bar after a return that history alone reaches alerts nobody', () => {
  const returnedAt = now - 60 * dayMs;
  const previous = { ...byHistory(), crossedAt: returnedAt - dayMs, gate: 'cooling_down' as const };
  const crossed = { ...previous, decision: { ...previous.decision, crossing: null } };
  const returned = { previous: crossed, returnedAt, returnedScore: 20, record: fresh };
  expect(decided(history, returned, later)).toMatchObject({ gate: 'before_go_live', opens: null });
  expect(decided(active, returned, later)).toMatchObject({ gate: 'open' });
});
