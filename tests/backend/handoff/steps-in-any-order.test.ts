import fc from 'fast-check';
import { effectSettled } from '../../../backend/handoff/effect-settled.ts';
import { type AlertState, type Handoff, isOpen } from '../../../backend/handoff/handoff.ts';
import type { HandoffChange, HandoffContext } from '../../../backend/handoff/handoff-change.ts';
import { canReturn } from '../../../backend/handoff/return-rule.ts';
import { alertKey, sendAlerts } from '../../../backend/handoff/steps/alerting.ts';
import { assign } from '../../../backend/handoff/steps/assigning.ts';
import { startClock } from '../../../backend/handoff/steps/first-call-clock.ts';
import {
  gateStayedUnwritten,
  gateWritten,
  withdraw,
  workflowCalled,
  workflowStayedSilent,
} from '../../../backend/handoff/steps/opening.ts';
import { beginReturn, performReturn } from '../../../backend/handoff/steps/returning.ts';
import type { AlertPlace, Effect } from '../../../backend/outbox/effect.ts';
import { assignedTo } from '../../support/assignments.ts';
import { clockTerms, dayMs, lee, maria, now, waitingHandoff } from '../../support/handoffs.ts';

const dm: AlertPlace = { to: 'dm', email: maria.email };
const channel: AlertPlace = { to: 'channel', channel: '#pql-handoff' };
const call = (callbackId: string, action = 'assign-owner') => ({ callbackId, action, isHeld: false });

function assigned(handoff: Handoff, owner = maria, callbackId: string | null = null): HandoffChange {
  return assign(handoff, {
    assignment: assignedTo(owner),
    playbookVersion: 1,
    clock: startClock(clockTerms, now),
    callback: callbackId === null ? null : call(callbackId),
    alsoWrite: {},
    returnCheckAt: now + 14 * dayMs,
    now,
  });
}

type Step = (handoff: Handoff, at: number) => HandoffChange | null;
const settled =
  (answer: Parameters<typeof effectSettled>[0]): Step =>
  (handoff, at) =>
    effectSettled(answer, at)({ handoff } as HandoffContext).change ?? null;

const outcomes: AlertState[] = [
  { state: 'posted', channel: 'C1', ts: '1.1', link: null, at: now },
  { state: 'unconfirmed', reason: 'no answer' },
  { state: 'failed', reason: 'no such channel' },
];
const note = { channel: '#marketing', text: 'Back to you' };
const steps: Record<string, Step> = {
  withdraw: (handoff, at) => (handoff.status === 'waiting' ? withdraw(handoff, 'not_ready', at) : null),
  gateWritten,
  workflowCalled,
  silent: workflowStayedSilent,
  unwritten: (handoff, at) => gateStayedUnwritten(handoff, null, at),
  assignMaria: (handoff) => assigned(handoff, maria, 'cb-maria'),
  assignLee: (handoff) => assigned(handoff, lee),
  alertBoth: (handoff) => sendAlerts(handoff, [dm, channel], call('cb-alert', 'send-slack-handoff')),
  alertChannel: (handoff) => sendAlerts(handoff, [channel], null),
  returnIfCold: (handoff, at) => (canReturn(handoff) ? beginReturn(handoff, ['cold'], 'direct', at) : null),
  returnAsked: (handoff) =>
    canReturn(handoff) || handoff.status === 'return_due'
      ? performReturn(handoff, call('cb-return', 'return-to-marketing'), ['asked'], now)
      : null,
  fieldsWritten: settled({ what: 'fields', key: 'handoff-fields:5', problem: null }),
  fieldsRefused: settled({ what: 'fields', key: 'handoff-fields:5', problem: 'no' }),
  returnDone: (handoff, at) =>
    handoff.returnReasons.length > 0
      ? settled({ what: 'return', key: 'return:5', problem: null, note })(handoff, at)
      : null,
  returnRefused: settled({ what: 'return', key: 'return:5', problem: 'no', note: null }),
};
for (const [index, state] of outcomes.entries()) {
  for (const place of [dm, channel]) {
    const key = alertKey(5, place);
    steps[`${place.to} ${index}`] = (handoff, at) =>
      handoff.alerts[key] === undefined ? null : settled({ what: 'alert', key, state })(handoff, at);
  }
}

describe('any order and repetition of steps', () => {
  const orders = fc.array(fc.constantFrom(...Object.keys(steps)), { maxLength: 40 });

  it('leads to a legal state, and what is over stays over', () => {
    fc.assert(
      fc.property(orders, (names) => {
        let handoff = waitingHandoff();
        const effects: Effect[] = [];
        for (const [index, name] of names.entries()) {
          const change = steps[name]!(handoff, now + index);
          if (change === null) continue;
          expectLegal(handoff, change);
          handoff = change.handoff;
          effects.push(...change.effects);
        }
        const keysOf = (kind: Effect['kind']) => effects.filter((effect) => effect.kind === kind).map(({ key }) => key);
        for (const kind of ['post alert', 'post note', 'write handoff fields'] as const) {
          expect([kind, new Set(keysOf(kind)).size]).toEqual([kind, keysOf(kind).length]);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

function expectLegal(before: Handoff, { handoff, ledger }: HandoffChange): void {
  expect(handoff.closedAt === null).toBe(isOpen(handoff.status));
  if (!isOpen(before.status)) {
    expect([handoff.status, handoff.closedAt, handoff.owner]).toEqual([before.status, before.closedAt, before.owner]);
    expect(ledger).toBeUndefined();
  }
  if (before.owner !== null) expect(handoff.owner).toEqual(before.owner);
  if (before.handedOffAt !== null) expect(handoff.handedOffAt).toBe(before.handedOffAt);
  if (before.dueAt !== null) expect(handoff.dueAt).toBe(before.dueAt);
  for (const [key, alert] of Object.entries(before.alerts)) {
    if (alert.state === 'posted') expect(handoff.alerts[key]).toEqual(alert);
    else expect(handoff.alerts[key]?.state === 'queued' && alert.state !== 'queued').toBe(false);
  }
  for (const { effectKeys } of handoff.waitingCallbacks) expect(effectKeys.length).toBeGreaterThan(0);
}
