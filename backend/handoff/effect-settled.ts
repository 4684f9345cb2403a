/**
 * An effect of a handoff has settled: what that means for the handoff, and which waiting workflow actions can now be
 * completed.
 */
import { priorities } from '../outbox/effect.ts';
import { actionOutputs } from './action-outputs.ts';
import { thenStep, unchanged } from './combine-changes.ts';
import type { AlertState, Handoff } from './handoff.ts';
import type { HandoffChange, HandoffStep } from './handoff-change.ts';
import { alertSettled } from './steps/alerting.ts';
import { ownerConfirmed } from './steps/assigning.ts';
import { returned } from './steps/returning.ts';
import { laterFieldsKey, withWrite } from './steps/writing.ts';

export type Settled =
  | { what: 'alert'; key: string; state: AlertState }
  /** It waits for a better hour; whoever waits for it is told so. */
  | { what: 'held back'; key: string }
  /** `isOwnerWritten`: HubSpot refused something else of it. */
  | { what: 'fields'; key: string; problem: string | null; isOwnerWritten?: boolean }
  | { what: 'return'; key: string; problem: string | null; note: { channel: string; text: string } | null }
  /** It was no longer due. `taken`: what an earlier try took from the contact, to be written again. */
  | { what: 'no return'; key: string; taken: Record<string, string> };

export function effectSettled(settled: Settled, now: number): HandoffStep<boolean> {
  return ({ handoff }) => {
    if (handoff === null) return { answer: false };
    const change = thenStep(changeOf(handoff, settled, now), (next) => completeWaiting(next, settled));
    return { answer: true, change };
  };
}

function changeOf(handoff: Handoff, settled: Settled, now: number): HandoffChange {
  if (settled.what === 'alert') return alertSettled(handoff, settled.key, settled.state);
  if (settled.what === 'held back') return unchanged(handoff);
  if (settled.what === 'no return') return withWrite(unchanged(handoff), settled.taken, laterFieldsKey(handoff));
  if (settled.problem !== null) {
    const isOwnerWritten = settled.what === 'fields' && settled.isOwnerWritten === true;
    return {
      ...(isOwnerWritten ? ownerConfirmed(handoff, settled.key, now) : unchanged(handoff)),
      receipts: [
        settled.what === 'return'
          ? { kind: 'return', body: { step: 'failed', problem: settled.problem } }
          : { kind: 'handoff', body: { step: 'not written', problem: settled.problem } },
      ],
      alarm: {
        key: settled.key,
        message: `Handoff ${handoff.handoffId}: HubSpot did not take the change. ${settled.problem}`,
      },
    };
  }
  return settled.what === 'return' ? returned(handoff, settled.note, now) : ownerConfirmed(handoff, settled.key, now);
}

/** Calls whose effects have all settled get their outputs. */
function completeWaiting(handoff: Handoff, settled: Settled): HandoffChange {
  const still = handoff.waitingCallbacks.map((waiting) => ({
    ...waiting,
    effectKeys: waiting.effectKeys.filter((key) => key !== settled.key),
  }));
  const problem = 'problem' in settled ? settled.problem : null;
  const completed = still.filter(({ effectKeys }) => effectKeys.length === 0);
  return {
    handoff: { ...handoff, waitingCallbacks: still.filter(({ effectKeys }) => effectKeys.length > 0) },
    effects: completed
      .filter(({ isHeld }) => !isHeld)
      .map((waiting) => ({
        kind: 'complete callback',
        callbackId: waiting.callbackId,
        outputs: actionOutputs(waiting, handoff, problem),
        key: `callback:${waiting.callbackId}`,
        lane: 'hubspot',
        priority: priorities.crossing,
      })),
    receipts: [],
    completedCalls: completed
      .filter(({ isHeld }) => isHeld)
      .map((waiting) => ({ callbackId: waiting.callbackId, outputs: actionOutputs(waiting, handoff, problem) })),
  };
}
