import { readFileSync } from 'node:fs';
import { type DayCounts, keptDays, type Usage } from '@zo/shared';
import fc from 'fast-check';
import { assignOwner } from '../../../backend/handoff/assign.ts';
import { decide } from '../../../backend/handoff/decide.ts';
import type { DecisionContext, DecisionInput } from '../../../backend/handoff/decision.ts';
import { type ReceiptEntry, receiptFormat, receiptOfAssignment } from '../../../backend/handoff/receipt.ts';
import { replayReceipt } from '../../../backend/handoff/replay-receipt.ts';
import type { Receipt } from '../../../backend/store/receipt-store.ts';
import { noteSignalEvent } from '../../../backend/usage/signal-events.ts';
import { anyExpression } from '../../support/definition-arbitrary.ts';
import { expressionOf } from '../../support/definitions.ts';
import {
  alertedHandoff,
  company,
  decisionContext,
  decisionInput,
  facts,
  lee,
  maria,
  person,
  previousDecision,
  record,
  tom,
  waitingHandoff,
} from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { anyScoreLine, anyUsage, dayMs, noonOf, today } from '../../support/usage-arbitrary.ts';

const now = noonOf(today);

/** As a store gives it back: through JSON. */
function stored({ kind, body }: ReceiptEntry, change: Partial<Receipt> = {}): Receipt {
  const row = {
    receiptId: 1,
    outcome: null,
    playbookVersion: 1,
    personId: 1,
    handoffId: null,
    at: now,
    erasedAt: null,
  };
  return { ...row, kind, format: receiptFormat, body: JSON.parse(JSON.stringify(body)), ...change };
}

function receiptsOf(input: DecisionInput, context: DecisionContext): ReceiptEntry[] {
  const { receipts, handoffChange } = decide(input, context);
  return [...receipts, ...(handoffChange?.receipts ?? [])];
}

function withEvents(usage: Usage): Usage {
  const noted = (days: DayCounts) => {
    let text = '';
    for (const [index, [day]] of days.entries()) text = noteSignalEvent(text, day, index + 1, day, keptDays);
    return text;
  };
  const signals = Object.entries(usage.signals).map(([name, signal]) => [
    name,
    { ...signal, events: noted(signal.days) },
  ]);
  return { ...usage, lastActiveSeq: 7, signals: Object.fromEntries(signals) };
}

const expressions = fc.oneof(
  anyExpression,
  fc.constantFrom(
    expressionOf('zo_company_active_users >= 2'),
    expressionOf('zo_pql_score >= 0 AND the company is not on a personal email domain'),
    expressionOf('(zo_pql_score >= 20 OR company number of employees >= 50) AND zo_company_active_users >= 1'),
  ),
);

const decisions: fc.Arbitrary<{ input: DecisionInput; context: DecisionContext }> = fc
  .record({
    usage: anyUsage.map(withEvents),
    score: fc.array(anyScoreLine, { maxLength: 4 }),
    expression: expressions,
    returns: fc.option(fc.constantFrom('zo_pql_score < 30', 'zo_pql_score <= 100 OR zo_plan = free')),
    active: fc.integer({ min: 0, max: 4 }),
    hasCompany: fc.boolean(),
    email: fc.constantFrom('sarah@finpilot.test', 'sarah@gmail.com', 'ops@acme.test', null),
    plan: fc.constantFrom('free', 'team', null),
    stage: fc.constantFrom('lead', 'salesqualifiedlead', 'customer', null),
    factsAt: fc.constantFrom(now, now - dayMs, null),
    handoff: fc.constantFrom(null, waitingHandoff(), alertedHandoff({ handedOffAt: now - 20 * dayMs })),
    returnedAt: fc.option(fc.constantFrom(now - dayMs, now - 60 * dayMs)),
    goLiveAt: fc.option(fc.constant(now - dayMs)),
    previous: fc.constantFrom(null, previousDecision(), previousDecision({}, { activeUsers: 2 })),
    version: fc.integer({ min: 1, max: 2 }),
    alertReady: fc.boolean(),
    mode: fc.constantFrom('workflow' as const, 'direct' as const),
  })
  .map(({ usage, score, expression, returns, active, email, plan, stage, factsAt, ...is }) => {
    const definition = { ...acmePlaybook().definition, expression, sentence: 'the sentence' };
    const rule = returns === null ? null : { when: expressionOf(returns), channel: null, text: returns, higherBar: 0 };
    const known = factsAt === null ? null : facts({ lifecycleStage: stage });
    const earlier = acmePlaybook();
    return {
      input: decisionInput({
        person: person({ usage, companyId: is.hasCompany ? 10 : null }, { email, plan }),
        company: is.hasCompany ? company(active, { usage: { lastActiveDays: [[today, active]] } }) : null,
        record: record({ facts: known, factsAt }),
        openHandoff: is.handoff,
        returnedAt: is.returnedAt,
        previous: is.previous,
      }),
      context: decisionContext({
        playbook: acmePlaybook({ score, definition, return: rule }),
        playbookVersion: is.version,
        earlierPlaybooks: new Map([[1, earlier]]),
        alertReady: is.alertReady,
        mode: is.mode,
        returnMode: is.mode,
        goLiveAt: is.goLiveAt,
        timeZone: 'UTC',
        now,
      }),
    };
  });

it('every receipt of a decision, read back, decides the same again', () => {
  const seen: Record<string, number> = {};
  fc.assert(
    fc.property(decisions, ({ input, context }) => {
      for (const entry of receiptsOf(input, context)) {
        seen[entry.kind] = (seen[entry.kind] ?? 0) + 1;
        expect(replayReceipt(stored(entry))).toEqual({ same: true });
      }
    }),
    { numRuns: 1500, seed: 7 },
  );
  for (const kind of ['crossing', 'refusal', 'return', 'withdrawal'])
    expect([kind, seen[kind]! > 20]).toEqual([kind, true]);
});

it('every assignment, read back, chooses the same owner for the same reasons', () => {
  const gone = { id: '79', email: 'gone@acme.test', name: 'Gone', active: false };
  const others = Array.from({ length: 30 }, (_, index) => ({ ...gone, id: `x${index}`, email: `x${index}@acme.test` }));
  const id = fc.constantFrom(null, maria.id, tom.id, gone.id, 'nobody');
  const lasts = ['contact', 'company'] as const;
  const anyStanding = fc.record({
    weight: fc.integer({ min: 1, max: 5 }),
    away: fc.constantFrom(null, null, 'on leave'),
    awayBy: fc.constantFrom(undefined, 'leave' as const, 'hours' as const, 'cap' as const),
    backAt: fc.option(fc.nat(), { nil: undefined }),
    outside: fc.constantFrom(null, null, 'outside'),
  });
  const question = fc.record({
    presentOwnerId: id,
    companyOwnerId: id,
    companyRecordOwnerId: id,
    dealOwnerId: id,
    lastOwner: fc.oneof(
      fc.constantFrom(undefined, null),
      fc.record({ ownerId: fc.constantFrom(maria.id, lee.id, gone.id), at: fc.nat(), of: fc.constantFrom(...lasts) }),
    ),
    continuityDays: fc.constantFrom(0, 1, 180, undefined),
    notAgain: fc.subarray([maria.id, tom.id]),
    byTurnsOnly: fc.constantFrom(undefined, undefined, true as const),
    pool: fc.subarray([maria.email, tom.email, lee.email, gone.email, 'stranger@acme.test']),
    owners: fc.subarray([maria, tom, lee, gone]).map((owners) => [...others, ...owners]),
    rotation: fc.nat(20),
    named: fc.constantFrom(null, null, maria.id, 'Tom@acme.test', gone.email),
    ledger: fc.constantFrom(
      undefined,
      {},
      {
        [maria.email]: { ideal: 3.25, handoffs: 4 },
        [tom.email]: { ideal: 3.75, handoffs: 3 },
      },
    ),
    standings: fc.option(
      fc.record({
        [maria.email]: anyStanding,
        [tom.email]: anyStanding,
        [lee.email]: anyStanding,
        [gone.email]: anyStanding,
        'stranger@acme.test': anyStanding,
      }),
      { nil: undefined },
    ),
  });
  fc.assert(
    fc.property(question, (asked) => {
      const assignment = assignOwner(asked);
      expect(replayReceipt(stored(receiptOfAssignment(assignment, 1)))).toEqual({ same: true });
      expect(assignment.candidates.filter(({ chosen }) => chosen)).toHaveLength(assignment.assigned ? 1 : 0);
      expect(assignment.question.owners.length).toBeLessThanOrEqual(5);
    }),
  );
});

it('assignments from before companies, deals and earlier handoffs counted are judged by the rules of then', () => {
  const lines = readFileSync(new URL('./routing/first-rules.ndjson', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const replayed = lines.map((line) => replayReceipt(stored({ kind: 'assignment', body: JSON.parse(line) })));
  expect(replayed).toEqual(Array.from({ length: 4 }, () => ({ same: true })));
});

describe('a replay', () => {
  const [crossing] = receiptsOf(decisionInput(), decisionContext());

  it('says what is decided otherwise now', () => {
    const receipt = stored(crossing!);
    const body = receipt.body as { score: { points: number } };
    body.score.points = 99;
    expect(replayReceipt(receipt)).toEqual({
      same: false,
      differences: [{ where: 'score.points', stored: 99, now: 45 }],
    });
  });

  it('says when it would not be decided at all', () => {
    const receipt = stored(crossing!);
    (receipt.body as { evidence: { inputs: { input: DecisionInput } } }).evidence.inputs.input.company = null;
    expect(replayReceipt(receipt)).toMatchObject({ same: false, differences: [{ stored: 'crossing' }] });
  });

  it.each<[string, Receipt, RegExp]>([
    ['erased', stored(crossing!, { body: {}, erasedAt: now }), /^cannot be replayed: erased$/],
    ['of another form', stored(crossing!, { format: 99 }), /a form this program does not know/],
    ['of an older program', stored(crossing!, { format: 0, body: { waitingForHubspot: true } }), /a form/],
    ['of a fact', stored({ kind: 'alert', body: { state: 'queued', keys: [] } }), /a fact, not a decision: alert/],
  ])('leaves alone what is %s, with the reason', (_what, receipt, reason) => {
    expect(replayReceipt(receipt)).toEqual({ same: null, reason: expect.stringMatching(reason) });
  });
});
