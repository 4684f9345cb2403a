import { runCommand } from '../../../../backend/handoff/commands/run-command.ts';
import type { HandoffContext } from '../../../../backend/handoff/handoff-change.ts';
import { messageView } from '../../../../backend/handoff/message-view.ts';
import {
  alertedHandoff,
  company,
  facts,
  maria,
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
          reason: 'instead of contact 501, the wrong person',
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
