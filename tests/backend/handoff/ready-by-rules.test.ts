import { type Playbook, parseDefinition } from '@zo/shared';
import { decide } from '../../../backend/handoff/decide.ts';
import type { DecisionContext, DecisionInput } from '../../../backend/handoff/decision.ts';
import {
  activeUsage,
  company,
  decisionContext,
  decisionInput,
  hourMs,
  now,
  person,
  previousDecision,
  record,
} from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

function playbookOf(conditions: string, change: Partial<Playbook> = {}): Playbook {
  const names = { signals: acmePlaybook().signals.map(({ name }) => name) };
  const read = parseDefinition(`A free user becomes an SQL when ${conditions}`, names);
  if (!('value' in read)) throw new Error(JSON.stringify(read));
  return acmePlaybook({ definition: read.value, ...change });
}

const twoUsers = playbookOf('zo_company_active_users >= 2');
const oneUser = playbookOf('zo_company_active_users >= 1');

/** Decided under version 1 with one active user: not ready. Now version 2 is in force. */
function decided(
  playbook: Playbook,
  change: { input?: Partial<DecisionInput>; context?: Partial<DecisionContext>; before?: Playbook | null } = {},
) {
  const before = change.before === undefined ? twoUsers : change.before;
  const context = decisionContext({
    playbook,
    playbookVersion: 2,
    earlierPlaybooks: new Map([[1, before]]),
    ...change.context,
  });
  return decide(decisionInput({ company: company(1), ...change.input }), context);
}

describe('somebody whom a new version of the playbook makes ready', () => {
  it('is listed with a receipt that says so, and not alerted', () => {
    const decision = decided(oneUser);
    expect(decision).toMatchObject({ ready: 'yes', gate: 'before_go_live', opens: null, crossedAt: now });
    expect(decision.receipts).toMatchObject([
      { kind: 'crossing', body: { byRules: true, playbookVersion: 2 } },
      { kind: 'refusal', body: { gate: 'before_go_live', byRules: true } },
    ]);
  });

  it('is alerted when the version asks for it', () => {
    const decision = decided(oneUser, { context: { alertReady: true } });
    expect(decision).toMatchObject({ gate: 'open', opens: { receipt: { playbookVersion: 2 } } });
    expect(decision.decision.crossing?.byRules).toBeUndefined();
  });

  it('is alerted when something happened that the old rules would have taken too', () => {
    const decision = decided(oneUser, { input: { company: company(2) } });
    expect(decision).toMatchObject({ gate: 'open', opens: { origin: 'workflow' } });
  });

  it('stays listed while nothing is lost, and is alerted at the next crossing', () => {
    const first = decided(oneUser);
    const heldWith = (activeUsers: number, before: typeof first) =>
      decided(oneUser, {
        input: {
          company: company(activeUsers),
          previous: { ...before, decidedAt: now, playbookVersion: 2 },
        },
      });
    const still = heldWith(3, first);
    expect(still).toMatchObject({ gate: 'before_go_live', opens: null, receipts: [] });
    const lost = heldWith(0, still);
    expect(lost).toMatchObject({ ready: 'no', gate: 'not_ready' });
    expect(heldWith(1, lost)).toMatchObject({ gate: 'open', opens: { origin: 'workflow' } });
  });

  it('is alerted by a later version that asks for it, though nothing changed', () => {
    const listed = decided(oneUser);
    const decision = decided(oneUser, {
      input: { previous: { ...listed, decidedAt: now, playbookVersion: 2 } },
      context: { playbookVersion: 3, alertReady: true, earlierPlaybooks: new Map([[2, oneUser]]) },
    });
    expect(decision).toMatchObject({ gate: 'open', opens: { receipt: { playbookVersion: 3 } } });
  });

  it('is listed also when the old rules cannot be read any more', () => {
    expect(decided(oneUser, { before: null })).toMatchObject({ gate: 'before_go_live', opens: null });
  });

  it('is nobody who was never decided before', () => {
    expect(decided(oneUser, { input: { previous: null } })).toMatchObject({ gate: 'open' });
  });
});

describe('a definition that asks HubSpot for more', () => {
  const large = playbookOf('(zo_company_active_users >= 2 OR company number of employees >= 50)');

  it('lists whom a value makes ready that was read only after the change', () => {
    const unread = decided(large, { input: { record: record({ facts: null, factsAt: null }) } });
    expect(unread).toMatchObject({ ready: 'unknown', decision: { settledUnder: 1 } });
    const read = decided(large, { input: { previous: { ...unread, decidedAt: now - 1, playbookVersion: 2 } } });
    expect(read).toMatchObject({ ready: 'yes', gate: 'before_go_live', opens: null });
  });

  it('alerts whom HubSpot did not know when the change was settled, and knows now', () => {
    const noEmployees = record();
    const unknown = record({
      facts: { ...noEmployees.facts!, values: { contact: {}, company: { numberofemployees: null } } },
    });
    const settled = decided(large, { input: { record: unknown } });
    expect(settled).toMatchObject({ ready: 'unknown' });
    expect(settled.decision.settledUnder).toBeUndefined();
    const grown = decided(large, { input: { previous: { ...settled, decidedAt: now - 1, playbookVersion: 2 } } });
    expect(grown).toMatchObject({ ready: 'yes', gate: 'open' });
  });
});

describe('a signal that counts something else', () => {
  const definition = 'zo_activation_status = activated AND zo_company_active_users >= 1';
  const renamed = playbookOf(definition, {
    signals: acmePlaybook().signals.map((signal) =>
      signal.name === 'activated' ? { ...signal, matchers: [{ event: 'Setup Done' }] } : signal,
    ),
  });
  const before = playbookOf(definition);
  const notActivated = previousDecision({}, { activeUsers: 1, playbook: before });
  const wasNotReady = {
    ...notActivated,
    ready: 'no' as const,
    crossedAt: null,
    decision: {
      ...notActivated.decision,
      crossing: null,
      readiness: {
        ready: 'no' as const,
        conditionsMissing: 1,
        conditions: notActivated.decision.readiness.conditions.map((condition, index) =>
          index === 0 ? { ...condition, verdict: 'not met' as const } : condition,
        ),
      },
    },
  };

  it('lists whom the recount makes ready', () => {
    expect(decided(renamed, { before, input: { previous: wasNotReady } })).toMatchObject({ gate: 'before_go_live' });
  });

  it('alerts whoever did something since they were decided last', () => {
    const active = person({ usage: activeUsage({ lastActiveAt: now - hourMs / 2 }) });
    expect(decided(renamed, { before, input: { previous: wasNotReady, person: active } })).toMatchObject({
      gate: 'open',
    });
  });

  it('lists whoever was only seen again, which changes no decision', () => {
    const seen = person({ usage: activeUsage({ lastActiveAt: now - hourMs / 2 }) });
    const input = { previous: wasNotReady, person: seen, dirtySince: null };
    expect(decided(renamed, { before, input })).toMatchObject({ gate: 'before_go_live' });
  });

  it('alerts whoever a teammate made ready meanwhile', () => {
    const alone = {
      ...wasNotReady,
      decision: {
        ...wasNotReady.decision,
        readiness: {
          ...wasNotReady.decision.readiness,
          conditions: wasNotReady.decision.readiness.conditions.map((condition, index) => ({
            ...condition,
            verdict: index === 0 ? ('met' as const) : ('not met' as const),
          })),
        },
      },
    };
    expect(decided(renamed, { before, input: { previous: alone } })).toMatchObject({ gate: 'open' });
  });
});
