/** What holds of every handoff after whatever happened. */
import { type Handoff, isOpen } from '../../../../backend/handoff/handoff.ts';
import { handoffValues } from '../../../../backend/handoff/handoff-values.ts';
import { type MoveRow, moves } from '../../../../backend/handoff/moves.ts';
import { openStatus } from '../../../../backend/handoff/open-status.ts';
import type { Model } from './model.ts';
import type { Left, World } from './world.ts';

const legal = new Set<string>(Object.values<MoveRow>(moves).flatMap(({ ways }) => ways));

export async function expectSound(world: World, model: Model, before: Handoff, after: Handoff): Promise<void> {
  const wrong = [
    ...wrongMoves(world.takeLeft(), world.reminded, model),
    ...wrongTimers(after),
    ...(isOpen(after.status) && openStatus(after) !== after.status ? [`is ${after.status} against its facts`] : []),
    ...(isOpen(after.status) === (after.closedAt === null) ? [] : ['is half closed']),
    ...(isOpen(before.status) || before.status === 'not_a_fit' || before.status === after.status ? [] : ['came back']),
  ];
  expect(wrong).toEqual([]);
  const [work] = await world.store.contactWork(world.portalId, [world.personId]);
  // Another handoff of the same person may have been opened since.
  if (isOpen(after.status)) expect(work?.record?.wanted).toMatchObject(handoffValues(after));
}

/** Of each change on its own: several may have happened at once. */
function wrongMoves(left: Left[], reminded: Set<string>, { setByUs }: Model): string[] {
  return left.flatMap(({ before, change: { handoff, effects, receipts } }) => {
    const wrong: string[] = [];
    if (before !== null && before.status !== handoff.status) {
      const move = `${before.status} → ${handoff.status}`;
      if (!legal.has(move)) wrong.push(`${move} is no move`);
      if (receipts.length === 0) wrong.push(`${move} without a receipt`);
    }
    for (const effect of effects) {
      if (effect.kind === 'return contact' && effect.clearOwner !== (setByUs && handoff.owner !== null)) {
        wrong.push(`clears the owner: ${effect.clearOwner}`);
      }
      if (effect.kind !== 'post reminder' || effect.what === 'unreviewed') continue;
      const which = `${handoff.handoffId} ${effect.what} ${JSON.stringify(effect.place)}`;
      const once = `${which} ${effect.what === 'snooze over' ? before?.snooze?.until : before?.clock?.startedAt}`;
      if (reminded.has(once)) wrong.push(`${which} is said twice`);
      // A key is posted once, ever.
      if (reminded.has(effect.key)) wrong.push(`${which} is never said: ${effect.key} was used before`);
      reminded.add(once).add(effect.key);
      if (before?.touch) wrong.push(`${which} after the first touch`);
      if (handoff.snooze !== null) wrong.push(`${which} in a snooze`);
    }
    return wrong;
  });
}

/** Whatever an open handoff waits for has a timer, and a closed one waits for nothing. */
function wrongTimers({ status, timers, clock, owner, touch, snooze, heldSince, origin, review }: Handoff): string[] {
  if (!isOpen(status)) return Object.keys(timers).length === 0 ? [] : ['is over, and waits'];
  const wrong: string[] = [];
  const needs = (timer: keyof typeof timers, isNeeded: boolean) => {
    if (isNeeded && timers[timer] === undefined) wrong.push(`waits for "${timer}" for ever`);
  };
  const isAtWork = !['waiting', 'in_review', 'return_due'].includes(status);
  needs('snooze', isAtWork && snooze !== null);
  needs('held', isAtWork && heldSince !== null && owner === null);
  const isRunning = isAtWork && owner !== null && touch === null && clock?.done !== 'further';
  needs('clock', isRunning && snooze === null);
  needs('take up', status === 'waiting' && origin === 'direct' && review === null);
  needs('review', status === 'in_review' && review?.escalatedAt === null);
  if (touch !== null && timers.clock !== undefined) wrong.push('the clock runs after the first touch');
  return wrong;
}
