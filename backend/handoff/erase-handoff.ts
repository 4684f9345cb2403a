import { forgetTexts } from './forget-texts.ts';
import { type Handoff, isOpen } from './handoff.ts';

/**
 * What is left of a handoff when its person is erased: that there was one, when, whose it was among the AEs, how it ended and
 * whether the alert was posted. One that is open ends.
 */
export function eraseHandoff(whole: Handoff, now: number): Handoff {
  const handoff = forgetTexts(whole);
  const alerts = Object.entries(handoff.alerts).map(([key, alert]) => [
    key,
    alert.state === 'posted' ? { ...alert, channel: '', ts: '', link: null } : alert,
  ]);
  return {
    ...handoff,
    ...(isOpen(handoff.status) && { status: 'withdrawn', closedAt: now }),
    contactId: null,
    byHand: null,
    receipt: null,
    alerts: Object.fromEntries(alerts),
    waitingCallbacks: [],
    enrolments: [],
    returnReasons: [],
    question: handoff.question && { ...handoff.question, reasons: [] },
    erasedAt: now,
  };
}
