import { plainRouting, startOfLocalDay, termsOf } from '@zo/shared';
import type { Command } from '../../../../backend/handoff/commands/command.ts';
import { runCommand } from '../../../../backend/handoff/commands/run-command.ts';
import { type Handoff, handoffStatuses } from '../../../../backend/handoff/handoff.ts';
import type { HandoffChange, HandoffContext } from '../../../../backend/handoff/handoff-change.ts';
import { endsOf, moves, statusWords } from '../../../../backend/handoff/moves.ts';
import { askBeforeReturn } from '../../../../backend/handoff/steps/returning.ts';
import {
  alertedHandoff,
  dayMs,
  facts,
  hourMs,
  lee,
  maria,
  now,
  portalState,
  record,
  timeZone,
  today,
  tom,
  waitingHandoff,
} from '../../../support/handoffs.ts';
import { acmePlaybook } from '../../../support/playbooks.ts';
import { reviewRule } from '../../../support/rules.ts';
import { handoffContext } from '../../../support/wakes.ts';

const boss = 'boss@acme.test';
const operator = 'ops@acme.test';
const reviewer = 'revops@acme.test';
const stranger = 'guest@acme.test';
const { handoff: terms } = acmePlaybook();
const state = portalState({
  playbook: acmePlaybook({
    handoff: {
      ...terms,
      routing: { ...plainRouting, owners: { [maria.email]: { ...termsOf(plainRouting, maria.email), manager: boss } } },
    },
    review: {
      ...reviewRule('zo_pql_score >= 0', { reviewers: [reviewer], escalateAfterMinutes: null }),
      channel: '#pql-review',
      expectedContractValue: { amount: 120, per: 'employee', text: '120 per employee' },
    },
  }),
});

function run(handoff: Handoff | null, command: Command, email = maria.email, change: Partial<HandoffContext> = {}) {
  return runCommand(command, {
    context: handoffContext({ handoff, ...change }),
    state,
    actor: { email, via: 'Slack' },
    operators: [operator],
    now,
  });
}
function changed(handoff: Handoff, command: Command, email = maria.email): HandoffChange {
  const ran = run(handoff, command, email);
  if (ran.outcome !== 'done') throw new Error(ran.say);
  return ran.change;
}

const all: Command[] = [
  { kind: 'accept' },
  { kind: 'claim' },
  { kind: 'call' },
  { kind: 'snooze', choice: '1 hour' },
  { kind: 'return', reason: 'Wrong timing' },
  { kind: 'keep' },
  { kind: 'not a fit', reason: 'Too small' },
  { kind: 'wrong person', reason: 'Left the company', instead: null },
  { kind: 'undo' },
  { kind: 'approve' },
  { kind: 'reject', reason: 'Competitor' },
  { kind: 'reassign', toEmail: lee.email },
];
const inReview = waitingHandoff({
  status: 'in_review',
  review: {
    askedAt: now,
    contractValue: null,
    rule: 'zo_pql_score >= 0',
    verdict: null,
    decidedAt: null,
    by: null,
    reason: null,
    escalatedAt: null,
  },
});
const notAFit = () => changed(alertedHandoff(), { kind: 'not a fit', reason: 'Too small' }).handoff;
const held = alertedHandoff({ owner: null, heldSince: now, clock: null, dueAt: null, timers: { held: now } });
const overdue = alertedHandoff({ status: 'breached', breachedAt: now });

/** A handoff that the command is about. */
function worthwhile({ kind }: Command): Handoff {
  if (kind === 'approve' || kind === 'reject') return inReview;
  if (kind === 'undo') return notAFit();
  if (kind === 'keep') return askBeforeReturn(alertedHandoff(), ['cold'], now + dayMs, now).handoff;
  return kind === 'claim' ? overdue : alertedHandoff();
}

describe('who may', () => {
  const work = { owner: true, colleague: false, manager: true, operator: true, reviewer: false, stranger: false };
  const decide = { owner: false, colleague: false, manager: false, operator: true, reviewer: true, stranger: false };
  const emails = { owner: maria.email, colleague: tom.email, manager: boss, operator, reviewer, stranger };
  // An operator claims for themselves, which only an owner in HubSpot can; the one who has it has it.
  const claim = { owner: false, colleague: true, manager: false, operator: false, reviewer: false, stranger: false };
  const rights: Record<Command['kind'], typeof work> = {
    accept: work,
    claim,
    call: work,
    snooze: work,
    return: work,
    keep: work,
    'not a fit': work,
    'wrong person': work,
    undo: work,
    approve: decide,
    reject: decide,
    reassign: work,
  };

  it.each(all.map((command) => [command.kind, command] as const))('%s', (kind, command) => {
    const may = Object.entries(emails).map(([who, email]) => [who, run(worthwhile(command), command, email).outcome]);
    const expected = Object.entries(rights[kind]).map(([who, isAllowed]) => {
      if (kind === 'claim' && who === 'owner') return [who, 'already'];
      return [who, isAllowed ? 'done' : 'refused'];
    });
    expect(may).toEqual(expected);
  });

  it('takes on or puts off what nobody has: nobody, before somebody has claimed it', () => {
    for (const command of [{ kind: 'accept' }, { kind: 'snooze', choice: 'tomorrow' }] as const) {
      for (const email of [maria.email, operator]) {
        expect(run(held, command, email)).toEqual({ outcome: 'refused', say: 'Nobody has it yet: claim it first.' });
      }
    }
    expect(changed(held, { kind: 'claim' }, tom.email).handoff).toMatchObject({
      owner: { email: tom.email, setByUs: true },
      heldSince: null,
      timers: { clock: now + hourMs },
    });
  });
});

describe('a command that does not go from where the handoff stands', () => {
  const cases = all.flatMap((command) => {
    const from = new Set<string>(moves[command.kind].ways.map((way) => endsOf(way)[0]));
    return handoffStatuses
      .filter((status) => !from.has(status))
      .map((status) => [command.kind, status, command] as const);
  });

  it.each(cases)('%s of one that is %s is refused, and why, or is so already', (_kind, status, command) => {
    const ran = run(alertedHandoff({ status }), command, operator);
    expect(ran.outcome).not.toBe('done');
    if (ran.outcome === 'refused') expect(ran.say).toBe(statusWords[status]);
  });

  it('says that there is none any more', () => {
    expect(run(null, { kind: 'accept' }).outcome).toBe('refused');
  });
});

describe('said twice', () => {
  it.each<[Command, string]>([
    [{ kind: 'accept' }, maria.email],
    [{ kind: 'claim' }, tom.email],
    [{ kind: 'call' }, maria.email],
    [{ kind: 'return', reason: 'Wrong timing' }, maria.email],
    [{ kind: 'keep' }, maria.email],
    [{ kind: 'not a fit', reason: 'Too small' }, maria.email],
    [{ kind: 'wrong person', reason: 'Left the company', instead: null }, maria.email],
    [{ kind: 'approve' }, reviewer],
    [{ kind: 'reject', reason: 'Competitor' }, reviewer],
    [{ kind: 'reassign', toEmail: lee.email }, operator],
  ])('%j is so already', (command, email) => {
    const { handoff } = changed(worthwhile(command), command, email);
    expect(run(handoff, command, email).outcome).toBe('already');
  });

  it('the same snooze changes nothing', () => {
    const { handoff } = changed(alertedHandoff(), { kind: 'snooze', choice: 'tomorrow' });
    expect(changed(handoff, { kind: 'snooze', choice: 'tomorrow' })).toEqual({ handoff, effects: [], receipts: [] });
  });
});

describe('returning by hand', () => {
  it('is refused while there is an open deal', () => {
    const withDeal = { record: record({ facts: facts({ hasOpenDeal: true }) }) };
    expect(run(alertedHandoff(), { kind: 'return', reason: 'x' }, maria.email, withDeal)).toEqual({
      outcome: 'refused',
      say: 'There is an open deal: it stays with sales.',
    });
  });

  it('goes at once, with who said so among the reasons', () => {
    expect(changed(alertedHandoff(), { kind: 'return', reason: 'Wrong timing' })).toMatchObject({
      handoff: { status: 'return_due', returnReasons: ['Wrong timing (maria@acme.test)'], timers: {} },
      effects: [{ kind: 'return contact', clearOwner: true }],
      receipts: [{ kind: 'return', body: { step: 'due', mode: 'asked for' } }],
    });
  });
});

it('"Keep" is looked at again when it has grown old', () => {
  const { handoff } = changed(worthwhile({ kind: 'keep' }), { kind: 'keep' });
  expect(handoff).toMatchObject({ question: null, keptAt: now, lastActivityAt: now });
  expect(handoff.timers['return rule']).toBe(startOfLocalDay(today + 7, timeZone));
});

describe('undoing "not a fit"', () => {
  it('puts back the owner and the lead status that were there, and the clock goes on', () => {
    const refused = run(alertedHandoff(), { kind: 'not a fit', reason: 'Too small' }, maria.email, {
      record: record({ facts: facts({ leadStatus: 'OPEN' }) }),
    });
    if (refused.outcome !== 'done') throw new Error(refused.say);
    expect(refused.change).toMatchObject({
      handoff: { status: 'not_a_fit', closedAt: now, timers: {} },
      effects: [{ fields: { hs_lead_status: 'UNQUALIFIED', hubspot_owner_id: '' } }],
    });
    const undone = changed(refused.change.handoff, { kind: 'undo' });
    expect(undone).toMatchObject({
      handoff: { status: 'alerted', closedAt: null, ending: null, owner: { id: '71' }, ownerConfirmedAt: null },
      effects: [{ fields: { hs_lead_status: 'OPEN', hubspot_owner_id: '71' } }],
    });
    expect(undone.handoff.timers).toEqual({ clock: now + hourMs, 'return rule': now });
  });

  it('of one that waited for an owner makes it wait for one again', () => {
    const { handoff } = changed(held, { kind: 'not a fit', reason: 'Too small' }, operator);
    expect(changed(handoff, { kind: 'undo' }, operator).handoff).toMatchObject({
      status: 'alerted',
      heldSince: now,
      timers: { held: now },
    });
  });

  it('goes for 30 days, and while nothing newer has begun', () => {
    const handoff = notAFit();
    const late = { ...handoff, ending: { ...handoff.ending!, undo: { ...handoff.ending!.undo!, until: now } } };
    expect(run(late, { kind: 'undo' })).toMatchObject({ outcome: 'refused', say: expect.stringContaining('30 days') });
    const newer = { newest: { ...handoff, handoffId: 6 } };
    expect(run(handoff, { kind: 'undo' }, maria.email, newer)).toMatchObject({
      outcome: 'refused',
      say: expect.stringContaining('newer'),
    });
  });
});

describe('giving it to somebody else', () => {
  it('writes the owner, alerts them, and asks the one before nothing more', () => {
    const asked = askBeforeReturn(alertedHandoff(), ['cold'], now + dayMs, now).handoff;
    const { handoff, effects } = changed(asked, { kind: 'reassign', toEmail: lee.email }, boss);
    expect(handoff).toMatchObject({
      status: 'alerted',
      owner: { email: lee.email },
      earlierOwners: [{ email: maria.email, by: boss, why: `given by ${boss}` }],
      question: null,
      acceptedAt: null,
    });
    expect(effects).toMatchObject([
      { kind: 'write handoff fields', fields: { hubspot_owner_id: lee.id } },
      { kind: 'post alert', place: { to: 'dm', email: lee.email } },
      { kind: 'post alert', place: { to: 'channel' } },
    ]);
  });

  it('to nobody whom HubSpot knows as an active owner is refused', () => {
    expect(run(alertedHandoff(), { kind: 'reassign', toEmail: stranger }, boss).outcome).toBe('refused');
  });
});
