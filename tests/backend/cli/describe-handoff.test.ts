import { describeHandoff } from '../../../backend/cli/describe-handoff.ts';
import type { Handoff } from '../../../backend/handoff/handoff.ts';
import { alertedHandoff, dayMs, maria, now, timeZone, waitingHandoff } from '../../support/handoffs.ts';

const partsOf = (handoff: Handoff, at = now) => describeHandoff(handoff, timeZone, at).split(' | ');

it('tells when by the portal’s clock, how it stands, whose it is and why', () => {
  const handoff = alertedHandoff({ status: 'return_due', returnReasons: ['14 days of silence'] });
  const [id, when, status, contact, owner, , , reasons] = partsOf(handoff, now + 20 * dayMs);
  expect([id, when, status]).toEqual([`#${handoff.handoffId}`, 'Tue 10 Mar 10:00 Berlin', 'return due']);
  expect([contact, owner, reasons]).toEqual(['contact 501', maria.email, '14 days of silence']);
  expect(partsOf(handoff)[1]).toBe('Tue 10:00 Berlin');
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
  expect(partsOf(alertedHandoff({ alerts }))[6]).toBe(
    [
      'direct message to maria@acme.test: posted',
      '#pql-handoff: not posted (the channel is archived)',
      'direct message to tom@acme.test, once more: waiting to be sent',
      'direct message to lee@acme.test: not needed any more',
      'question to reviewers: posted, and gone (deleted)',
      'question before a return: perhaps posted (no answer)',
    ].join(', '),
  );
  expect(partsOf(waitingHandoff({ alerts: {} }))[6]).toBe('no alert');
});

it.each<[string, Partial<Handoff>]>([
  [
    'handed off by hand by tom@acme.test: asked for a demo',
    { origin: 'by hand', byHand: { by: 'tom@acme.test', reason: 'asked for a demo', ownerId: null, insteadOf: null } },
  ],
  ['asked for by a workflow', { origin: 'action', receipt: null }],
])('says why: %s', (words, change) => {
  expect(partsOf(alertedHandoff(change))[5]).toBe(words);
});
