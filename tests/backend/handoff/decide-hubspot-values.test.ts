import { parseDefinition } from '@zo/shared';
import { decide } from '../../../backend/handoff/decide.ts';
import type { DecisionContext, DecisionInput } from '../../../backend/handoff/decision.ts';
import {
  company,
  dayMs,
  decisionContext,
  decisionInput,
  facts,
  hourMs,
  now,
  previousDecision,
  record,
  waitingHandoff,
} from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { reviewRule } from '../../support/rules.ts';

function decided(input: Partial<DecisionInput> = {}, context: Partial<DecisionContext> = {}) {
  return decide(decisionInput(input), decisionContext(context));
}
const kinds = (decision: ReturnType<typeof decide>) => decision.effects.map(({ kind }) => kind);
const ready = previousDecision({ gate: 'open' }, { activeUsers: 2 });
const readyInput = { previous: ready, record: record({ factsAt: now }) };

describe("a definition that asks for HubSpot's own values", () => {
  const parsed = parseDefinition(
    'A free user becomes an SQL when zo_company_active_users >= 2 OR company number of employees >= 50',
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const playbook = acmePlaybook({ definition: parsed.value });
  const lone = { company: company(1), previous: null };
  const of = (employees: string | null) =>
    facts({ values: { contact: {}, company: { numberofemployees: employees } } });
  const decidedWith = (change: Partial<DecisionInput>) => decided({ ...lone, ...change }, { playbook });

  it('reads HubSpot where everything else leaves it open', () => {
    const decision = decidedWith({ record: null });
    expect([decision.ready, decision.gate]).toEqual(['unknown', 'not_ready']);
    expect(kinds(decision)).toContain('read facts');
  });

  it('is ready once HubSpot has said so', () => {
    const decision = decidedWith({ record: record({ factsAt: now, facts: of('85') }) });
    expect([decision.ready, decision.gate]).toEqual(['yes', 'open']);
    expect(decision.wanted.zo_handoff_trigger).toBe('85 employees (needs 50)');
  });

  it('does not cross by what HubSpot said a while ago, but reads it again first', () => {
    const cached = { record: record({ factsAt: now - hourMs, facts: of('85') }) };
    const decision = decidedWith(cached);
    expect(decision).toMatchObject({ ready: 'unknown', crossedAt: null, receipts: [] });
    expect(decision.wanted.zo_sql_ready).toBe('unknown');
    expect(kinds(decision)).toContain('read facts');
    // Whoever is ready already stays so, and whoever is ready without HubSpot need not wait.
    expect(decidedWith({ ...cached, previous: previousDecision({ ready: 'yes', crossedAt: now - dayMs }) }).ready).toBe(
      'yes',
    );
    expect(decidedWith({ ...cached, company: company(2) }).ready).toBe('yes');
  });

  it('says what is missing, and does not ask HubSpot again on the same day', () => {
    const decision = decidedWith({ record: record({ factsAt: now - hourMs, facts: of('30') }) });
    expect(decision.wanted.zo_sql_readiness).toBe(
      '0 of 1: missing 1 more active user (has 1, needs 2) or 20 more employees (has 30, needs 50)',
    );
    expect(kinds(decision)).not.toContain('read facts');
    const unknown = decidedWith({ record: record({ factsAt: now - hourMs, facts: of(null) }) });
    expect(unknown.ready).toBe('unknown');
    expect(kinds(unknown)).not.toContain('read facts');
  });

  it('asks HubSpot for a value nobody has looked at, whatever else was read a moment ago', () => {
    const unread = record({ factsAt: now, facts: facts({ values: { contact: {}, company: {} } }) });
    expect(kinds(decidedWith({ record: unread }))).toContain('read facts');
    const none = record({
      factsAt: now,
      facts: facts({ primaryCompany: null, values: { contact: {}, company: null } }),
    });
    expect(kinds(decidedWith({ record: none }))).not.toContain('read facts');
  });

  it('asks again after a day, and never for somebody who is ready anyway or cannot become ready', () => {
    const dayOld = record({ factsAt: now - dayMs, facts: of('30') });
    expect(kinds(decidedWith({ record: dayOld }))).toContain('read facts');
    const ready = { company: company(2), previous: previousDecision({ gate: 'open' }, { activeUsers: 2 }) };
    const openHandoff = waitingHandoff({ openedAt: now - dayMs });
    expect(kinds(decidedWith({ ...ready, openHandoff, record: dayOld }))).not.toContain('read facts');
  });
});

describe('the expected contract value', () => {
  const review = { ...reviewRule('expected contract value >= 15000'), channel: null };
  const perEmployee = { amount: 120, per: 'employee', text: '120 per employee' } as const;
  const playbook = acmePlaybook({ review: { ...review, expectedContractValue: perEmployee } });
  const companyOfHubspot = facts({ primaryCompany: { id: '900', name: 'FinPilot' } });
  const linked = (written: Record<string, string>, recordId = '900') => ({
    ...readyInput,
    record: record({ facts: companyOfHubspot }),
    companyRecord: record({ recordId, written }),
  });
  const isWritten = (input: Partial<DecisionInput>) =>
    kinds(decided(input, { playbook, goLiveAt: null })).includes('sync company');

  it('is written to the company once it is known, and again when its size changes', () => {
    expect(isWritten(linked({}))).toBe(true);
    expect(isWritten(linked({ zo_expected_acv: '10200' }))).toBe(false);
    expect(isWritten(linked({ zo_expected_acv: '9000' }))).toBe(true);
  });

  it('is not written to another company, nor while the size is not known', () => {
    expect(isWritten(linked({}, '901'))).toBe(false);
    const unknown = { ...companyOfHubspot, values: { contact: {}, company: { numberofemployees: null } } };
    expect(isWritten({ ...linked({}), record: record({ facts: unknown }) })).toBe(false);
  });

  it('can be asked for by the definition', () => {
    const asks = (value: number) => {
      const parsed = parseDefinition(`A free user becomes an SQL when expected contract value is at least ${value}`);
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
      return decided(linked({}), { playbook: { ...playbook, definition: parsed.value } }).ready;
    };
    expect([asks(10_200), asks(10_201)]).toEqual(['yes', 'no']);
  });
});
