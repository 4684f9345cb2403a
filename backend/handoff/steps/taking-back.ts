/** A handoff that somebody opened by hand, and nobody has acted on, is taken back by what led to it being undone. */
import { unchanged } from '../combine-changes.ts';
import type { Handoff } from '../handoff.ts';
import type { HandoffChange } from '../handoff-change.ts';
import { refusalOf } from '../moves.ts';
import { laterFieldsKey, withWrite } from './writing.ts';

/** Nobody of sales has said or done anything about it since it was opened. */
export function isUntouched(handoff: Handoff): boolean {
  const { touch, acceptedAt, earlierOwners, lastActivityAt, openedAt } = handoff;
  return (
    refusalOf('take back', handoff) === null &&
    touch === null &&
    acceptedAt === null &&
    earlierOwners.length === 0 &&
    (lastActivityAt ?? openedAt) <= openedAt
  );
}

/** The stage stays as it is, as with "not a fit"; an owner that we set is cleared. */
export function takeBack(handoff: Handoff, because: string, now: number): HandoffChange {
  if (!isUntouched(handoff)) return unchanged(handoff);
  const clearsOwner = handoff.owner?.setByUs ?? false;
  const change: HandoffChange = {
    handoff: { ...handoff, status: 'withdrawn', closedAt: now, question: null, timers: {} },
    effects: [],
    receipts: [{ kind: 'withdrawal', body: { gate: 'handed_off', because } }],
  };
  return withWrite(change, clearsOwner ? { hubspot_owner_id: '' } : {}, laterFieldsKey(handoff));
}
