import { byHandWords } from '../handoff/hand-off-now.ts';
import type { Handoff } from '../handoff/handoff.ts';
import { personName } from './person-words.ts';
import type { SlackLane } from './slack-lane.ts';

/** The note of a handoff. In place of whom somebody was handed off is looked up, for it is kept with nobody else. */
export async function alertNote(
  { store, portalId }: Pick<SlackLane, 'store' | 'portalId'>,
  { byHand, note }: Handoff,
): Promise<string | null> {
  const before = byHand?.insteadOf == null ? null : await store.handoff(portalId, byHand.insteadOf);
  if (byHand === null || before === null || before.erasedAt !== undefined) return note;
  const [work] = await store.contactWork(portalId, [before.personId]);
  if (work === undefined) return note;
  return byHandWords({ by: byHand.by, reason: `instead of ${personName(work)}, who was the wrong person` });
}
