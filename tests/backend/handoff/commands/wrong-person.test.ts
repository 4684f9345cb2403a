import { runCommand } from '../../../../backend/handoff/commands/run-command.ts';
import type { Handoff } from '../../../../backend/handoff/handoff.ts';
import type { HandoffContext } from '../../../../backend/handoff/handoff-change.ts';
import { messageView } from '../../../../backend/handoff/message-view.ts';
import { accept, snooze } from '../../../../backend/handoff/steps/working.ts';
import {
  alertedHandoff,
  company,
  dayMs,
  facts,
  maria,
  minuteMs,
  now,
  person,
  portalState,
  previousDecision,
  record,
  tom,
} from '../../../support/handoffs.ts';
import { handoffContext } from '../../../support/wakes.ts';

const priya = handoffContext({
  handoff: null,
  newest: null,
  handoffCount: 0,
  person: person(
    { personId: 2 },
    { userIds: ['priya'], email: 'priya@finpilot.test', firstName: 'Priya', lastName: 'Nair' },
  ),
  company: company(1),
  record: record({ recordId: '502', facts: facts({ contactId: '502', firstName: 'Priya', lastName: 'Nair' }) }),
  decision: previousDecision(),
});

function wrongPerson(colleague: HandoffContext | null, instead: string | null = '502') {
  return runCommand(
    { kind: 'wrong person', reason: 'Left the company', instead },
    {
      context: handoffContext({ handoff: alertedHandoff(), colleague: (id) => (id === '502' ? colleague : null) }),
      state: portalState(),
      actor: { email: maria.email, via: 'card' },
      operators: [],
      now,
    },
  );
}

it('ends the handoff, leaves the lead status alone and clears the owner that we set', () => {
  const ran = wrongPerson(null, null);
  expect(ran).toMatchObject({
    outcome: 'done',
    say: 'It is marked as the wrong person. It can be undone for 30 days.',
    change: {
      handoff: {
        status: 'not_a_fit',
        closedAt: now,
        ending: { by: maria.email, kind: 'wrong person', reason: 'Left the company', undo: { leadStatus: null } },
      },
      effects: [{ kind: 'write handoff fields', fields: { hubspot_owner_id: '' } }],
      receipts: [{ kind: 'outcome', body: { outcome: 'wrong_person', reason: 'Left the company', instead: null } }],
    },
  });
  expect(ran).not.toHaveProperty('also');
  if (ran.outcome !== 'done') return;
  expect(messageView(ran.change.handoff, 'alert:5:channel:#pql-handoff').state).toEqual({
    is: 'not a fit',
    reason: 'wrong person: Left the company',
    by: maria.email,
  });
});

it('hands the colleague off to the same owner in the same breath, and names nobody by name', () => {
  const ran = wrongPerson(priya);
  expect(ran).toMatchObject({
    outcome: 'done',
    say: 'It is marked as the wrong person. It can be undone for 30 days. Priya Nair: Maria has it now.',
    also: {
      handoff: {
        personId: 2,
        contactId: '502',
        origin: 'by hand',
        byHand: {
          by: maria.email,
          reason: 'instead of a colleague, who was the wrong person',
          ownerId: maria.id,
          insteadOf: 5,
        },
        owner: { email: maria.email, reason: 'had the colleague who was the wrong person' },
      },
    },
  });
});

it.each<[string, Partial<HandoffContext>, string]>([
  [
    'is with somebody already',
    { handoff: alertedHandoff({ owner: { ...tom, setByUs: true, reason: 'x' } }) },
    'Priya Nair: Tom has it now.',
  ],
  [
    'must not be handed off',
    { record: record({ facts: facts({ firstName: 'Priya', lastName: 'Nair', hasOpenDeal: true }) }) },
    'Priya Nair: This person is a paying customer or has an open deal.',
  ],
])('ends it also where the colleague %s, and says so', (_what, change, say) => {
  const ran = wrongPerson({ ...priya, ...change });
  expect([ran.outcome, ran.say.slice(-say.length), 'also' in ran]).toEqual(['done', say, false]);
});

it.each<[string, HandoffContext | null]>([
  ['whom the product does not know', null],
  [
    'of another company',
    {
      ...priya,
      person: { ...priya.person, companyId: 11 },
      record: record({ facts: facts({ primaryCompany: null }) }),
    },
  ],
  ['who is the same person', { ...priya, person: person() }],
])('is refused, with nothing changed, for somebody %s', (_who, colleague) => {
  expect(wrongPerson(colleague)).toEqual({
    outcome: 'refused',
    say: 'The contact to talk to instead is nobody of this company whom the product knows.',
  });
});

it('can be undone as "not a fit" can', () => {
  const ran = wrongPerson(null, null);
  if (ran.outcome !== 'done') throw new Error(ran.say);
  const undone = runCommand(
    { kind: 'undo' },
    {
      context: handoffContext({ handoff: ran.change.handoff }),
      state: portalState(),
      actor: { email: maria.email, via: 'card' },
      operators: [],
      now,
    },
  );
  expect(undone).toMatchObject({
    outcome: 'done',
    change: { handoff: { status: 'alerted', ending: null }, effects: [{ fields: { hubspot_owner_id: maria.id } }] },
  });
});

describe('undoing it, when a colleague was handed off instead', () => {
  const ended = () => {
    const ran = wrongPerson(priya);
    if (ran.outcome !== 'done' || ran.also === undefined) throw new Error(ran.say);
    return { mine: ran.change.handoff, theirs: { ...ran.also.handoff, handoffId: 6 } };
  };
  const undo = (mine: Handoff, theirs: Handoff | null) =>
    runCommand(
      { kind: 'undo' },
      {
        context: handoffContext({
          handoff: mine,
          newest: mine,
          colleague: (id) => (id === '502' ? { ...priya, handoff: theirs } : null),
        }),
        state: portalState(),
        actor: { email: maria.email, via: 'card' },
        operators: [],
        now: now + minuteMs,
      },
    );

  it('withdraws theirs in the same breath while nobody has acted on it, and says so', () => {
    const { mine, theirs } = ended();
    const ran = undo(mine, theirs);
    expect(ran).toMatchObject({
      outcome: 'done',
      say: 'It goes on where it was. The handoff of Priya Nair, opened instead, is withdrawn.',
      isTold: true,
      change: { handoff: { status: 'alerted' } },
      also: {
        handoff: { handoffId: 6, status: 'withdrawn', closedAt: now + minuteMs, timers: {} },
        effects: [{ kind: 'write handoff fields', fields: { hubspot_owner_id: '' } }],
        receipts: [{ kind: 'withdrawal', body: { because: expect.stringContaining(maria.email) } }],
      },
    });
  });

  it.each<[string, (theirs: Handoff) => Handoff]>([
    ['taken it on', (theirs) => accept(theirs, maria.email, now + 1).handoff],
    ['put it off', (theirs) => snooze(theirs, now + dayMs, maria.email, now + 1).handoff],
    ['given it on', (theirs) => ({ ...theirs, earlierOwners: [{} as Handoff['earlierOwners'][number]] })],
  ])('leaves theirs where somebody has %s, and says so', (_what, acted) => {
    const { mine, theirs } = ended();
    const ran = undo(mine, acted(theirs));
    expect(ran.say).toContain('The handoff of Priya Nair, opened instead, stays with Maria: somebody has acted on it.');
    expect(ran).not.toHaveProperty('also');
  });

  it('has nothing to do with a handoff of theirs that began otherwise', () => {
    const { mine, theirs } = ended();
    for (const other of [null, { ...theirs, byHand: null }]) {
      expect(undo(mine, other)).toMatchObject({ outcome: 'done', say: 'It goes on where it was.' });
    }
  });
});
