import {
  askBeforeReturn,
  beginReturn,
  performReturn,
  returned,
  returnStayedSilent,
  stays,
} from '../../../../backend/handoff/steps/returning.ts';
import { alertedHandoff, dayMs, maria, minuteMs, now } from '../../../support/handoffs.ts';

const reasons = ['score 22, below 30'];
const theirs = { ...alertedHandoff().owner!, setByUs: false };

describe('a return that is due', () => {
  it('waits two minutes for HubSpot’s workflow, and stops everything else', () => {
    const { handoff, effects } = beginReturn(alertedHandoff(), reasons, 'workflow', now);
    expect([handoff.status, handoff.timers, effects]).toEqual(['return_due', { workflow: now + 2 * minuteMs }, []]);
    expect(returnStayedSilent(handoff)).toMatchObject({ alarm: { key: 'waiting-for-hubspot:5' } });
  });

  it('clears only an owner we set', () => {
    const cleared = (handoff = alertedHandoff()) => beginReturn(handoff, reasons, 'direct', now).effects;
    expect(cleared()).toMatchObject([{ kind: 'return contact', clearOwner: true }]);
    expect(cleared(alertedHandoff({ owner: theirs }))).toMatchObject([{ clearOwner: false }]);
  });

  it('keeps its reasons when the workflow asks for it', () => {
    const { handoff } = beginReturn(alertedHandoff(), reasons, 'workflow', now);
    const call = { callbackId: 'cb-1', action: 'return-to-marketing', isHeld: false };
    const asked = performReturn(handoff, call, ['asked for by the workflow'], now + 1);
    expect(asked).toMatchObject({
      handoff: {
        returnDueAt: now,
        returnReasons: reasons,
        waitingCallbacks: [{ callbackId: 'cb-1', effectKeys: ['return:5'] }],
        timers: {},
      },
      effects: [{ key: 'return:5' }],
      receipts: [],
      alarm: { clear: 'waiting-for-hubspot:5' },
    });
    expect(returnStayedSilent(asked.handoff)).toBeNull();
  });

  it('is over when HubSpot has the contact back, and heard of again changes nothing', () => {
    const { handoff } = beginReturn(alertedHandoff(), reasons, 'direct', now);
    const back = returned(handoff, { channel: '#marketing', text: 'Back to you' }, now + 1);
    expect(back).toMatchObject({
      handoff: { status: 'returned', closedAt: now + 1 },
      effects: [{ kind: 'post note', key: 'note:return:5' }],
      receipts: [{ body: { step: 'returned', reasons } }],
    });
    expect(returned(back.handoff, null, now + dayMs)).toEqual({ handoff: back.handoff, effects: [], receipts: [] });
  });
});

describe('a deal that is opened meanwhile', () => {
  const due = beginReturn(alertedHandoff(), reasons, 'direct', now).handoff;

  it('keeps it with sales, where it was and with what it waited for', () => {
    const snoozed = { ...due, snooze: { until: now + dayMs, by: maria.email } };
    expect(stays(snoozed, now + 1)).toMatchObject({
      handoff: { status: 'snoozed', timers: { clock: due.clock!.halfAt, snooze: now + dayMs } },
      effects: [],
      receipts: [{ body: { step: 'stays' } }],
    });
    const held = { ...due, owner: null, clock: null, heldSince: now };
    expect(stays(held, now + 1).handoff.timers).toEqual({ held: now + 1 });
  });

  it('does not keep it from going back later, under a key of its own', () => {
    const { handoff } = stays(due, now + 1);
    expect(beginReturn(handoff, reasons, 'direct', now + dayMs).effects).toMatchObject([{ key: 'return:5:1' }]);
  });
});

it('whoever is at work on it is asked once at a time, each time under a new key', () => {
  const first = askBeforeReturn(alertedHandoff(), reasons, now + 7 * dayMs, now);
  expect(first).toMatchObject({
    handoff: { question: { askedAt: now, number: 1, reasons }, timers: { 'return rule': now + 7 * dayMs } },
    effects: [{ kind: 'post question', email: maria.email, key: 'question:5:1' }],
    receipts: [{ body: { step: 'asked', who: maria.email } }],
  });
  expect(askBeforeReturn(first.handoff, reasons, now, now)).toMatchObject({ effects: [], receipts: [] });
  const answered = { ...first.handoff, question: null };
  expect(askBeforeReturn(answered, reasons, now, now).effects).toMatchObject([{ key: 'question:5:2' }]);
});
