/**
 * A rebuild on one node while another accepts: random streams, whose groups another node accepts at the same time as the first
 * counts, swaps and follows up, by the rules it has in memory until it learns of others. Whatever happens, the end is what the
 * plain fold over all raw events says.
 */
import fc from 'fast-check';
import { byCurrentRules } from '../../backend/portals/by-current-rules.ts';
import type { PortalState } from '../../backend/portals/portal-state.ts';
import type { EitherStore } from '../support/engines.ts';
import { eventStreams } from '../support/event-streams.ts';
import { normaliseAgain } from '../support/events.ts';
import { portalState } from '../support/handoffs.ts';
import { rebuildUsage } from '../support/rebuild-usage.ts';
import { readRules, readStore, rulesOf } from './usage-property.ts';

export async function compareAcross(
  one: EitherStore,
  other: EitherStore,
  firstPortalId: number,
  runs: number,
): Promise<void> {
  let portalId = firstPortalId;
  await fc.assert(
    fc.asyncProperty(eventStreams, fc.nat(6), async (stream, before) => {
      portalId += 1;
      const rules = rulesOf(stream);
      const old = { ...rules, playbook: { ...rules.playbook, signals: [] } };
      const node = remembering(other, async (generation) => ({ ...(generation === 0 ? old : rules), generation }));
      const groups = [...stream.groups];
      for (const group of groups.splice(0, before)) await node.accept(portalId, group);
      await Promise.all([
        rebuildUsage(one, portalId, rules, normaliseAgain, stream.now),
        (async () => {
          for (const group of groups) await node.accept(portalId, group);
        })(),
      ]);
      while ((await one.wakeDue(portalId, stream.now, rules, 100)).more);
      expect(await readStore(one, portalId)).toEqual(readRules(stream));
    }),
    { numRuns: runs },
  );
}

type Rules = { playbook: PortalState['playbook']; timeZone: string; generation: number };

/** A node that knows of other rules only when it is refused. */
function remembering(store: EitherStore, rulesOfGeneration: (generation: number) => Promise<Rules>) {
  const kept = new Map<number, PortalState>();
  async function get(portalId: number): Promise<PortalState> {
    const known = kept.get(portalId);
    if (known) return known;
    const inForce = await store.rulesInForce(portalId);
    const { playbook, timeZone, generation } = await rulesOfGeneration(inForce?.generation ?? 0);
    const { portal, ...state } = portalState({ playbook, generation });
    const whole = { ...state, portal: { ...portal, timeZone } };
    kept.set(portalId, whole);
    return whole;
  }
  const current = byCurrentRules(store, { get, changed: (portalId) => void kept.delete(portalId) });
  return {
    async accept(portalId: number, group: Parameters<EitherStore['acceptEvents']>[1]) {
      const { playbook, portal, generation } = await get(portalId);
      await current.acceptEvents(portalId, group, { playbook, timeZone: portal.timeZone, generation });
    },
  };
}
