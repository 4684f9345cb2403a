/** How old what HubSpot said may be where something is done about it. Pure. */
import { type Assessed, type Assessment, assess } from './assess.ts';

/** How old HubSpot's values may be when somebody crosses, a gate opens or a handoff returns. */
const freshForMs = 5 * 60_000;

/** `notBefore`: the crossing because of which something is done; null for anything else. */
export function isFresh(factsAt: number | null, notBefore: number | null, now: number): boolean {
  return factsAt !== null && now - factsAt <= freshForMs && (notBefore === null || factsAt >= notBefore);
}

/**
 * Nobody crosses by what HubSpot said a while ago: where that makes the difference it counts as not known, until it has
 * been read again.
 */
export function assessWithFresh(
  assessed: Assessed,
  about: { factsAt: number | null; wasReady: boolean; now: number },
): { assessment: Assessment; awaitsFresh: boolean } {
  const assessment = assess(assessed);
  const { hubspot } = assessed;
  const mayCross = assessment.readiness.ready === 'yes' && !about.wasReady;
  if (!mayCross || hubspot === null || isFresh(about.factsAt, null, about.now)) {
    return { assessment, awaitsFresh: false };
  }
  const unread = assess({ ...assessed, hubspot: { ...hubspot, values: { contact: {}, company: {} } } });
  const awaitsFresh = unread.readiness.ready !== 'yes';
  return { assessment: awaitsFresh ? unread : assessment, awaitsFresh };
}
