/**
 * How long it takes from an event to what it causes outside. What is under way is kept in memory only, so what a restart falls
 * into is not measured. Times are the product's.
 */
import type { Decision } from '../handoff/decision.ts';
import type { Settlement } from '../outbox/lane.ts';
import type { PortalKey, PortalMemory } from '../portals/portal-memory.ts';

export type Timings = {
  decided(portalId: number, decisions: readonly Decision[]): void;
  /** `personOf`: whose handoff it is. */
  settled(portalId: number, settled: readonly Settlement[], personOf: PersonOf): Promise<void>;
};

type PersonOf = (portalId: number, handoffId: number) => Promise<number | null>;

type Observe = { property(portalId: number, ms: number): void; slack(portalId: number, ms: number): void };

/** Beyond this the oldest is forgotten: crossings while watching never end in an alert. */
const mostUnderWay = 20_000;

export function createTimings(memory: PortalMemory, now: () => number, observe: Observe): Timings {
  const properties = memory.map<PortalKey, number>('properties under way');
  const asked = memory.map<PortalKey, number>('people HubSpot is asked about');
  const crossings = memory.map<PortalKey, number>('crossings under way');

  return {
    decided(portalId, decisions) {
      for (const { personId, dirtySince, effects, opens } of decisions) {
        if (dirtySince === null) continue;
        const key: PortalKey = `${portalId} ${personId}`;
        // HubSpot was asked before, and its answer is what marked them now: it began with what came before that.
        const since = asked.get(key) ?? dirtySince;
        const kinds = new Set(effects.map((effect) => effect.kind));
        if (kinds.has('read facts')) keep(asked, key, since);
        else asked.delete(key);
        if (kinds.has('sync contact')) keep(properties, key, since);
        if (opens !== null) keep(crossings, key, since);
      }
    },
    async settled(portalId, settled, personOf) {
      for (const { effect, outcome } of settled) {
        if (outcome.outcome !== 'done') continue;
        if (effect.effect.kind === 'sync contact') {
          end(properties, `${portalId} ${effect.effect.personId}`, (ms) => observe.property(portalId, ms));
        } else if (effect.effect.kind === 'post alert' && crossings.size > 0) {
          const personId = await personOf(portalId, effect.effect.handoffId);
          if (personId !== null) end(crossings, `${portalId} ${personId}`, (ms) => observe.slack(portalId, ms));
        }
      }
    },
  };

  function end(underWay: Map<PortalKey, number>, key: PortalKey, measured: (ms: number) => void): void {
    const since = underWay.get(key);
    if (since === undefined) return;
    underWay.delete(key);
    measured(Math.max(0, now() - since));
  }
}

function keep(underWay: Map<PortalKey, number>, key: PortalKey, since: number): void {
  if (underWay.has(key)) return;
  if (underWay.size >= mostUnderWay) {
    const [oldest] = underWay.keys();
    underWay.delete(oldest!);
  }
  underWay.set(key, since);
}
