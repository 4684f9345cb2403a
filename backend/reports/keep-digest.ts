/**
 * Posts the weekly digest: looks now and then whether one is due by the movable clock. Its key names its week and is used once,
 * ever, so that however often the service starts on a Monday, there is one.
 */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { operatorLane } from '../drift/note-differences.ts';
import { type Effect, priorities } from '../outbox/effect.ts';
import { forEachPortal } from '../portals/for-each-portal.ts';
import type { PortalMemory } from '../portals/portal-memory.ts';
import type { PortalStates } from '../portals/portal-state.ts';
import type { ReportStore } from '../store/report-store.ts';
import type { OutboxStore, PortalStore } from '../store/store.ts';
import { makeDigest } from './digest.ts';
import { type DigestDue, digestDue } from './digest-due.ts';
import { wordDigest } from './digest-words.ts';
import { loadReported } from './load-reported.ts';
import { hoursOf } from './reports.ts';

export type DigestParts = {
  store: ReportStore & Pick<PortalStore, 'portal' | 'alarms'> & Pick<OutboxStore, 'enqueue'>;
  states: Pick<PortalStates, 'get'>;
  memory: PortalMemory;
  /** Of the portals that have one. */
  slack: ReadonlyMap<number, unknown>;
  clock: Pick<Clock, 'now'>;
  log: Pick<Logger, 'error'>;
  /** Something was wanted of the outbox. */
  wake: (portalId: number) => void;
  /** How often to see whether one is due, in monotonic milliseconds. */
  lookMs?: number;
};

export function keepDigest(parts: DigestParts): { look(): Promise<void>; stop(): Promise<void> } {
  const { store, states, memory, slack, clock, log, wake, lookMs = 500 } = parts;
  /** By portal, the week told last by this process: what the outbox knows need not be reckoned again. */
  const told = memory.map<number, string>('the week told last');

  async function lookAt(portalId: number): Promise<void> {
    const state = await states.get(portalId);
    if (state === null) return;
    const due = digestDue(clock.now(), state.portal.timeZone);
    if (due === null || told.get(portalId) === due.week) return;
    const digest = await digestEffect(parts, portalId, due);
    if (digest !== null) {
      await store.enqueue(portalId, [digest], clock.now());
      wake(portalId);
    }
    told.set(portalId, due.week);
  }

  const { runOnce, stop } = forEachPortal({
    what: 'the weekly digest',
    memory,
    portalIds: () => slack.keys(),
    turn: lookAt,
    log,
    everyMs: lookMs,
  });
  return { look: runOnce, stop };
}

/** Null: until now nobody was ever handed off, and there is nothing to tell. */
async function digestEffect({ store, states }: DigestParts, portalId: number, due: DigestDue): Promise<Effect | null> {
  const ever = await store.handoffIds(portalId, 'opened', { from: 0, to: due.last.to }, 1);
  if (ever.length === 0) return null;
  const { timeOf } = await hoursOf({ store, states }, portalId);
  const weeks = { from: due.before.from, to: due.last.to };
  const digest = makeDigest(
    due,
    {
      handedOff: await loadReported(store, portalId, 'handed off', weeks, timeOf),
      closed: await loadReported(store, portalId, 'closed', weeks, timeOf),
    },
    { ...(await store.openNow(portalId)), alarms: (await store.alarms(portalId)).length },
  );
  return {
    kind: 'post digest',
    key: `digest:${due.week}`,
    lane: operatorLane,
    priority: priorities.routine,
    until: due.until,
    ...wordDigest(digest),
  };
}
