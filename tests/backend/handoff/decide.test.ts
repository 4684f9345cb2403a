import { startOfLocalDay } from '@zo/shared';
import { decide } from '../../../backend/handoff/decide.ts';
import type { DecisionContext, DecisionInput } from '../../../backend/handoff/decision.ts';
import { absentContact, noEngagement } from '../../../backend/handoff/hubspot-facts.ts';
import { priorities } from '../../../backend/outbox/effect.ts';
import {
  activeUsage,
  alertedHandoff,
  company,
  dayMs,
  decisionContext,
  decisionInput,
  facts,
  hourMs,
  minuteMs,
  now,
  person,
  previousDecision,
  record,
  timeZone,
  today,
  waitingHandoff,
} from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { returnRule } from '../../support/rules.ts';

function decided(input: Partial<DecisionInput> = {}, context: Partial<DecisionContext> = {}) {
  return decide(decisionInput(input), decisionContext(context));
}
const kinds = (decision: ReturnType<typeof decide>) => decision.effects.map(({ kind }) => kind);
const ready = previousDecision({ gate: 'open' }, { activeUsers: 2 });
const readyInput = { previous: ready, record: record({ factsAt: now }) };

describe('a crossing', () => {
  it('opens the gate and a handoff that HubSpot’s workflow takes up, company before contact', () => {
    const decision = decided();
    expect(decision).toMatchObject({
      ready: 'yes',
      gate: 'open',
      crossedAt: now,
      opens: { origin: 'workflow', review: null, receipt: { crossedAt: now, playbookVersion: 1 } },
      wanted: {
        zo_handoff_gate: 'open',
        zo_handoff_status: 'waiting',
        zo_handoff_count: '1',
        zo_handoff_trigger: '2nd active user at FinPilot (needs 2)',
        zo_sql_ready: 'yes',
        zo_pql_score: '45',
      },
      effects: [
        { kind: 'sync company', companyId: 10, priority: priorities.crossing },
        { kind: 'sync contact', personId: 1, createIfMissing: true, priority: priorities.crossing },
      ],
      handoffChange: null,
    });
    expect(decision.receipts.map(({ kind }) => kind)).toEqual(['crossing']);
    expect(decision.opens?.receipt).toEqual(decision.decision.crossing);
  });

  it('in direct mode is taken up at once, and the gate says handed off', () => {
    expect(decided({}, { mode: 'direct' })).toMatchObject({
      gate: 'handed_off',
      wanted: { zo_handoff_gate: 'handed_off' },
      opens: { origin: 'direct', review: null },
    });
  });

  it('of somebody handed off before leaves nothing of the old handoff', () => {
    const wanted = {
      zo_handoff_outcome: 'returned',
      zo_sla_status: 'stopped',
      zo_first_call_due_at: '2026-01-01T00:00:00Z',
    };
    expect(decided({ handoffCount: 1, record: record({ wanted }) }).wanted).toMatchObject({
      zo_handoff_count: '2',
      zo_handoff_status: 'waiting',
      zo_handoff_outcome: '',
      zo_sla_status: '',
      zo_first_call_due_at: '',
    });
  });

  it.each([
    ['never asked', record({ facts: null, factsAt: null })],
    ['asked before the crossing', record({ factsAt: now - 1 })],
  ])('reads HubSpot’s values first when it was %s, and keeps the gate as it was', (_when, known) => {
    const decision = decided({ record: known, previous: previousDecision({ gate: 'before_go_live' }) });
    expect(decision).toMatchObject({ gate: 'before_go_live', opens: null, crossedAt: now });
    expect(decision.effects[0]).toMatchObject({ kind: 'read facts', priority: priorities.crossing });
  });

  it('keeps its receipt and its moment while HubSpot is asked', () => {
    const later = decided({ previous: { ...ready, gate: 'not_ready' }, company: company(3) });
    expect(later.crossedAt).toBe(ready.crossedAt);
    expect(later.opens?.receipt).toEqual(ready.decision.crossing);
    expect(later.receipts).toEqual([]);
  });

  it('happens again when readiness was lost in between', () => {
    expect(decided({ previous: previousDecision({ ready: 'no', crossedAt: null }) }).crossedAt).toBe(now);
    expect(decided({ previous: null }).crossedAt).toBe(now);
  });

  it('follows HubSpot when it knows that there is no such contact', () => {
    const absent = record({ recordId: null, facts: { ...absentContact, email: 'sarah@finpilot.test' } });
    expect(decided({ record: absent }).effects).toContainEqual(expect.objectContaining({ createIfMissing: true }));
    const updateOnly = acmePlaybook({ contacts: 'update only' });
    expect(kinds(decided({ record: absent }, { playbook: updateOnly }))).toEqual(['sync company']);
  });
});

describe('a refusal', () => {
  it.each<[string, Partial<DecisionInput>, Partial<DecisionContext>]>([
    ['internal', { person: person({}, { email: 'ops@acme.test' }) }, {}],
    ['customer_or_open_deal', { person: person({}, { plan: 'team' }) }, {}],
    ['customer_or_open_deal', { record: record({ facts: facts({ hasOpenDeal: true }) }) }, {}],
    ['already_sql', { record: record({ facts: facts({ lifecycleStage: 'salesqualifiedlead' }) }) }, {}],
    ['cooling_down', { returnedAt: now - dayMs }, {}],
    ['before_go_live', {}, { goLiveAt: null }],
  ])('says %s, once, in a receipt, and opens nothing', (gate, input, context) => {
    const decision = decided(input, context);
    expect(decision).toMatchObject({ gate, opens: null, wanted: { zo_handoff_gate: gate } });
    expect(decision.receipts.map(({ kind }) => kind)).toEqual(['crossing', 'refusal']);
    const again = decided({ ...input, previous: { ...ready, gate: decision.gate } }, context);
    expect(again.receipts).toEqual([]);
  });

  it('of somebody not ready is not ready, without a receipt', () => {
    expect(decided({ company: company(1) })).toMatchObject({
      ready: 'no',
      gate: 'not_ready',
      crossedAt: null,
      receipts: [],
    });
    expect(decided({ company: null })).toMatchObject({ ready: 'unknown', gate: 'not_ready' });
  });

  it('for a cooldown ends by the clock', () => {
    const usage = activeUsage({ signals: {}, lastActiveAt: null, firstSeenAt: null });
    const decision = decided({ person: person({ usage }), returnedAt: now - 29 * dayMs });
    expect(decision.wakeAt).toBe(now + dayMs);
  });
});

describe('a handoff HubSpot has not taken up', () => {
  it('is withdrawn when readiness ends', () => {
    const decision = decided({ ...readyInput, openHandoff: waitingHandoff(), company: company(1) });
    expect(decision).toMatchObject({
      gate: 'not_ready',
      handoffChange: { handoff: { status: 'withdrawn', closedAt: now } },
    });
  });

  it('is withdrawn when the person turns out to be a customer', () => {
    const record_ = record({ facts: facts({ hasOpenDeal: true }) });
    const decision = decided({ ...readyInput, record: record_, openHandoff: waitingHandoff() });
    expect(decision).toMatchObject({
      gate: 'customer_or_open_deal',
      handoffChange: { handoff: { status: 'withdrawn' } },
    });
  });

  it('stays while the gate is open, and no second one is opened', () => {
    const decision = decided({ ...readyInput, openHandoff: waitingHandoff() });
    expect(decision).toMatchObject({ gate: 'open', handoffChange: null, opens: null, openHandoffId: 5 });
  });

  it('is not withdrawn once the workflow has called: it acts on the crossing', () => {
    const openHandoff = waitingHandoff({ firstCallAt: now - 1 });
    expect(decided({ ...readyInput, openHandoff, company: company(1) }).handoffChange).toBeNull();
  });
});

describe('a handoff that has gone cold', () => {
  const playbook = acmePlaybook({
    return: { ...returnRule('zo_pql_score < 50'), channel: '#marketing' },
  });
  const cold = { ...readyInput, openHandoff: alertedHandoff() };

  it('becomes due for HubSpot’s return workflow', () => {
    const { handoffChange } = decided(cold, { playbook });
    expect(handoffChange).toMatchObject({
      handoff: { status: 'return_due', returnReasons: ['score 45, below 50'] },
      effects: [],
    });
  });

  it('is returned by us when that workflow is not live', () => {
    const { handoffChange } = decided(cold, { playbook, returnMode: 'direct' });
    expect(handoffChange?.effects).toMatchObject([{ kind: 'return contact', clearOwner: true, key: 'return:5' }]);
  });

  it.each([
    ['older than five minutes', now - 5 * minuteMs - 1],
    ['missing', null],
  ])('asks HubSpot first when its values are %s', (_what, factsAt) => {
    const decision = decided({ ...cold, record: record({ factsAt }) }, { playbook });
    expect(decision.handoffChange).toBeNull();
    expect(kinds(decision)).toContain('read facts');
  });

  it('is looked at again on the day on which time alone can change the return rule, and only then', () => {
    const rule = { ...returnRule('no key action in the last 3 days'), channel: null };
    const quiet = acmePlaybook({ return: rule, score: [] });
    const usageEnds = startOfLocalDay(today - 1 + 3, timeZone);
    expect(decided(cold, { playbook: quiet }).wakeAt).toBe(usageEnds);
    expect(decided(readyInput, { playbook: quiet }).wakeAt).not.toBe(usageEnds);
  });

  it('stays when sales has been in touch, and is engaged from then on', () => {
    const engagement = { ...noEngagement, lastContactedAt: now };
    const contacted = record({ facts: facts({ contactedNotes: 1, engagement }) });
    const { handoffChange } = decided({ ...cold, record: contacted }, { playbook });
    expect(handoffChange).toMatchObject({ handoff: { status: 'engaged', touch: { at: now, via: 'HubSpot' } } });
  });

  it('asks HubSpot for a value the return rule needs and nobody has looked at, and returns by it', () => {
    const byTitle = acmePlaybook({ return: { ...returnRule('job title contains intern'), channel: '#marketing' } });
    const asked = decided(cold, { playbook: byTitle });
    expect(asked.handoffChange).toBeNull();
    expect(kinds(asked)).toContain('read facts');
    const titled = (jobtitle: string) => record({ facts: facts({ values: { contact: { jobtitle }, company: {} } }) });
    const stays = decided({ ...cold, record: titled('Head of Data') }, { playbook: byTitle });
    expect([stays.handoffChange, kinds(stays).includes('read facts')]).toEqual([null, false]);
    const returns = decided({ ...cold, record: titled('Intern') }, { playbook: byTitle });
    expect(returns.handoffChange).toMatchObject({ handoff: { status: 'return_due' } });
  });

  it('is left alone once it is being returned', () => {
    const due = alertedHandoff({ status: 'return_due', returnDueAt: now });
    expect(decided({ ...cold, openHandoff: due }, { playbook }).handoffChange).toBeNull();
  });
});

describe('what is written', () => {
  const settled = (change: Record<string, string> = {}) => {
    const { wanted } = decided({ ...readyInput, openHandoff: alertedHandoff() });
    return record({ wanted, written: { ...wanted, ...change } });
  };
  const quiet = (known = settled()) => decided({ ...readyInput, openHandoff: alertedHandoff(), record: known });

  it('is nothing when HubSpot has everything', () => expect(quiet().effects).toEqual([]));

  it('goes at once when a value changed, in routine order', () => {
    expect(quiet(settled({ zo_pql_score: '1' })).effects).toMatchObject([
      { kind: 'sync contact', createIfMissing: false, priority: priorities.routine, notBefore: undefined },
    ]);
  });

  it('waits for the hour when only the last activity moved', () => {
    const written = new Date(now - dayMs - 10 * minuteMs).toISOString();
    const [effect] = quiet(settled({ zo_last_active_at: written })).effects;
    expect(effect).toMatchObject({ kind: 'sync contact', notBefore: Date.parse(written) + hourMs });
  });

  it('is not held back for the first activity ever, nor together with something else', () => {
    expect(quiet(settled({ zo_last_active_at: '' })).effects).toMatchObject([{ notBefore: undefined }]);
    const both = settled({ zo_last_active_at: new Date(now).toISOString(), zo_pql_score: '1' });
    expect(quiet(both).effects).toMatchObject([{ notBefore: undefined }]);
  });

  const absent = (factsAt: number, email = 'sarah@finpilot.test') =>
    decided({
      company: company(1),
      record: record({ recordId: null, facts: { ...absentContact, email }, factsAt }),
    });
  it('skips a contact HubSpot does not have, until a day later or a new address', () => {
    expect(absent(now - dayMs + 1).effects).toEqual([]);
    expect(kinds(absent(now - dayMs))).toEqual(['sync contact']);
    expect(kinds(absent(now, 'old@finpilot.test'))).toEqual(['sync contact']);
  });

  it('is nothing for an anonymous person, whatever they did', () => {
    const decision = decided({ person: person({}, { userIds: [], email: null }), record: null });
    expect(decision).toMatchObject({ effects: [], opens: null });
  });

  it('is everybody who has a user id when the playbook creates all', () => {
    const playbook = acmePlaybook({ contacts: 'create all' });
    const decision = decided({ company: company(1), record: null }, { playbook });
    expect(decision.effects).toMatchObject([{ kind: 'sync contact', createIfMissing: true }]);
  });
});

it('the clock is asked for the next day on which something changes by time alone', () => {
  expect(decided().wakeAt).toBe(startOfLocalDay(today - 1 + 7, timeZone));
});

describe('somebody who was returned and is still ready', () => {
  const returned = {
    previous: previousDecision({ gate: 'cooling_down', crossedAt: now - 40 * dayMs }, { activeUsers: 2 }),
  };

  it('crosses anew when the cool-down ends: the receipt tells of today, not of weeks ago', () => {
    const decision = decided({ ...returned, returnedAt: now - 31 * dayMs, record: record({ factsAt: now }) });
    expect(decision).toMatchObject({ gate: 'open', crossedAt: now, opens: { receipt: { crossedAt: now } } });
  });

  it('does not while it lasts', () => {
    const decision = decided({ ...returned, returnedAt: now - 29 * dayMs, record: record({ factsAt: now }) });
    expect(decision).toMatchObject({ gate: 'cooling_down', crossedAt: now - 40 * dayMs, opens: null });
  });
});
