import type { RulesStore } from '../../backend/store/rules-store.ts';
import type { FoldRules, Normalise } from '../../backend/store/store.ts';

/**
 * All kept events are counted again by these rules, which come into force under the version there was, and everything
 * follows from them but decisions. Nobody else works on the portal's rules meanwhile.
 */
export async function rebuildUsage(
  store: RulesStore,
  portalId: number,
  rules: FoldRules,
  normalise: Normalise,
  now: number,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<{ events: number; persons: number }> {
  const folding = store.foldAnew(portalId, rules, normalise);
  let step = await folding.next();
  for (; !step.done; step = await folding.next()) onProgress(step.value.done, step.value.total);
  let caughtUp = step.value;
  const key = { playbookVersion: null, timeZone: null, ...(await store.rulesInForce(portalId)) };
  while (!(await store.swapUsage(portalId, key, rules, normalise, caughtUp))) {
    caughtUp = await store.catchUp(portalId, rules, normalise, caughtUp);
  }
  for await (const _ of store.followUp(portalId, rules, normalise, now));
  return { events: caughtUp.events, persons: caughtUp.persons };
}
