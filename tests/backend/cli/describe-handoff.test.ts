import { describeHandoff } from '../../../backend/cli/describe-handoff.ts';
import { eraseHandoff } from '../../../backend/handoff/erase-handoff.ts';
import type { Handoff } from '../../../backend/handoff/handoff.ts';
import { alertedHandoff, maria, now, timeZone, waitingHandoff } from '../../support/handoffs.ts';

const sarah = { personId: 1, name: 'Sarah Chen', companyName: 'FinPilot', contactId: '501', lastActiveAt: null };
const partsOf = (handoff: Handoff, person: typeof sarah | undefined = sarah) =>
  describeHandoff(handoff, person, timeZone).split(' | ');

it('tells whom it is about, when by the portal’s clock, how it stands, whose it is and why', () => {
  const handoff = alertedHandoff({ status: 'return_due', returnReasons: ['14 days of silence'] });
  const [who, when, status, owner, , , reasons] = partsOf(handoff);
  expect(who).toBe(`#${handoff.handoffId} Sarah Chen at FinPilot (contact 501)`);
  expect([when, status]).toEqual(['2026-03-10 10:00:00 Europe/Berlin', 'return due']);
  expect([owner, reasons]).toEqual([maria.email, '14 days of silence']);
  expect(partsOf(alertedHandoff({ erasedAt: now }))[0]).toBe(`#${handoff.handoffId} somebody who was erased`);
});

it('names every place of its messages, and what became of each', () => {
  const alerts: Handoff['alerts'] = {
    'alert:5:dm:maria@acme.test': { state: 'posted', channel: 'D1', ts: '1', link: null, at: now },
    'alert:5:channel:#pql-handoff': { state: 'failed', reason: 'the channel is archived' },
    'alert:5:dm:tom@acme.test:again': { state: 'queued' },
    'alert:5:dm:lee@acme.test': { state: 'failed', reason: 'it is somebody else’s', isMoot: true },
    'review:5': { state: 'gone', reason: 'deleted' },
    'question:5:1': { state: 'unconfirmed', reason: 'no answer' },
  };
  expect(partsOf(alertedHandoff({ alerts }))[5]).toBe(
    [
      'direct message to maria@acme.test: posted',
      '#pql-handoff: not posted (the channel is archived)',
      'direct message to tom@acme.test, once more: waiting to be sent',
      'direct message to lee@acme.test: not needed any more',
      'question to reviewers: posted, and gone (deleted)',
      'question before a return: perhaps posted (no answer)',
    ].join(', '),
  );
  expect(partsOf(waitingHandoff({ alerts: {} }))[5]).toBe('no alert');
});

it.each<[string, Partial<Handoff>]>([
  [
    'handed off by hand by tom@acme.test: asked for a demo',
    { origin: 'by hand', byHand: { by: 'tom@acme.test', reason: 'asked for a demo', ownerId: null, insteadOf: null } },
  ],
  ['asked for by a workflow', { origin: 'action', receipt: null }],
  ['erased', eraseHandoff(alertedHandoff(), now)],
  ['erased', eraseHandoff(alertedHandoff({ origin: 'action', receipt: null }), now)],
  ['handed off by hand', eraseHandoff(alertedHandoff({ origin: 'by hand' }), now)],
])('says why: %s', (words, change) => {
  expect(partsOf(alertedHandoff(change))[4]).toBe(words);
});
