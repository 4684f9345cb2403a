/**
 * When the next batch of a lane may begin, and what may be in it: plain rules over what is under way. A backlog takes the places of a portal's limit
 * evenly, with full batches; what is urgent passes it.
 */
import { type Priority, priorities } from './effect.ts';

/** So many are made up for, and so long more is waited for. */
const mostSpacings = 3;
/** Of a full batch: from so much on more is on its way, and a backlog may be beginning. */
const muchShare = 0.1;

/**
 * How urgent what is claimed next has to be, beside the batches under way; null: nothing is. `isAll`: the batch was all there
 * was, and what comes while it is written is gathered, so that calls stay few. What is urgent never waits for it.
 */
export function nextClaim(
  beside: readonly { isAll: boolean }[],
  { batches, isDue }: { batches: number; isDue: boolean },
): Priority | null {
  if (beside.length > batches) return null;
  const isRoom = isDue && beside.length < batches && !beside.some(({ isAll }) => isAll);
  return isRoom ? priorities.reconciliation : priorities.crossing;
}

/** Of one lane, what is not urgent: when its next batch may begin, in monotonic milliseconds, and whether more waits than one holds. */
export type Rhythm = { nextAt: number; isBacklog: boolean };

/**
 * After a batch that just began: those of a backlog take their places evenly, and make up for a little of what they were late. Behind
 * one that could have held more, more is waited for about as long as it takes to fill one, but not for long; behind one of next
 * to nothing nobody waits.
 */
export function nextRhythm(
  { nextAt, isBacklog }: Rhythm,
  began: { effects: number; atOnce: number; at: number },
  everyMs: number,
): Rhythm {
  const { effects, atOnce, at } = began;
  if (effects >= atOnce) {
    const dueAt = isBacklog ? Math.max(nextAt, at - mostSpacings * everyMs) : at;
    return { nextAt: dueAt + everyMs, isBacklog: true };
  }
  const spacings = effects >= atOnce * muchShare ? Math.min(atOnce / effects, mostSpacings) : 0;
  return { nextAt: at + spacings * everyMs, isBacklog: false };
}
