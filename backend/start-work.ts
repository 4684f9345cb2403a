/**
 * The three that work by themselves and wake one another: the decider about whoever changed, the outbox's worker, and the
 * clock's waker.
 */
import type { Logger } from 'pino';
import { runClicksLane } from './clicks/follow-clicks.ts';
import type { Clock } from './clock.ts';
import type { Connections } from './connections.ts';
import { createDecider } from './handoff/decider.ts';
import { tryHeld } from './handoff/take-up.ts';
import { wakeHandoff } from './handoff/wake-handoff.ts';
import { startWaker } from './handoff/waker.ts';
import type { Metrics } from './metrics/metrics.ts';
import { createContactRests } from './outbox/contact-rest.ts';
import { runEditsLane } from './outbox/edit-message.ts';
import { type ClaimedEffect, clicksLane, editsLane } from './outbox/effect.ts';
import { runHubspotLane } from './outbox/hubspot-lane.ts';
import { later, type Settlement } from './outbox/lane.ts';
import { type LaneRunner, startOutboxWorker } from './outbox/outbox-worker.ts';
import { tellUnconfirmed } from './outbox/recover-effects.ts';
import { runSlackLane, type SlackLane } from './outbox/slack-lane.ts';
import { hubspotWhileOurs, slackWhileOurs } from './outbox/while-ours.ts';
import { parseStored } from './playbook/parse-stored.ts';
import { type AfterRestore, doubtfulHubspot, doubtfulSlack } from './portals/after-restore.ts';
import type { PropertiesAwaited } from './portals/await-properties.ts';
import { earlierPlaybooks } from './portals/earlier-playbooks.ts';
import type { OperatorsOf } from './portals/operators-of.ts';
import type { PortalMemory } from './portals/portal-memory.ts';
import type { PortalState, PortalStates } from './portals/portal-state.ts';
import { NoPlaybookError } from './portals/provision-plan.ts';
import type { WholeStore } from './store/open-store.ts';
import type { FoldRules } from './store/store.ts';

export type WorkParts = {
  store: WholeStore;
  states: PortalStates;
  memory: PortalMemory;
  clock: Clock;
  connections: Connections;
  portalIds: () => Promise<number[]>;
  rulesFor: (portalId: number) => Promise<FoldRules>;
  operatorsOf: OperatorsOf;
  /** A press of a button in Slack reaches us. */
  canPress: boolean;
  slackApiUrl: string;
  afterRestore: AfterRestore;
  metrics: Pick<Metrics, 'decided' | 'settled'>;
  propertiesAwaited: Pick<PropertiesAwaited, 'areThere'>;
  /** Events have been taken and are not committed yet. */
  isAccepting: () => boolean;
  /** Told of everything that is about to be written to HubSpot. */
  onWriting: (portalId: number, effects: ClaimedEffect[]) => void;
  /** Told of what became of it. */
  onSettled: (portalId: number, settled: readonly Settlement[]) => Promise<void>;
  log: Logger;
};

export type Work = {
  /** Somebody is being decided about because of something live. */
  isDeciding(): boolean;
  /** Whoever is dirty is decided soon. */
  decide(portalId: number): void;
  /** What is in the outbox is delivered soon. */
  deliver(portalId: number): void;
  /** Handoffs that a commit left to be taken up. */
  takeUp(portalId: number, handoffIds: number[]): void;
  /** Gives those who wait for an owner to whoever may get them now, oldest first. */
  drainHeld(portalId: number): Promise<void>;
  /** Nobody is woken or decided any more: who is still dirty is decided after the next start, and requests are answered sooner. */
  stopDeciding(): Promise<void>;
  /** Takes nothing more out of the outbox, and ends what is under way; after `stopDeciding`. */
  stop(): Promise<void>;
};

const wakeBatch = 500;
const againMs = 1_000;
const propertiesMs = 250;
/** The others of a long queue are woken by their own timers. */
const drainedAtOnce = 20;

export function startWork(parts: WorkParts): Work {
  const { store, states, memory, clock, portalIds, metrics, log } = parts;
  const { hubspot, slack } = parts.connections;

  const stateOf = async (portalId: number): Promise<PortalState> => {
    const state = await states.get(portalId);
    if (state === null) throw new NoPlaybookError(portalId);
    return state;
  };

  /** In one part nearly always: what may have been sent before a restore goes apart from what is new. */
  function byDoubt(portalId: number, effects: ClaimedEffect[]): { isDoubtful: boolean; effects: ClaimedEffect[] }[] {
    const groups = Map.groupBy(effects, ({ createdAt }) => parts.afterRestore.isDoubtful(portalId, createdAt));
    return [...groups].map(([isDoubtful, some]) => ({ isDoubtful, effects: some }));
  }

  const restAfterWrite = createContactRests(memory, clock);
  const runHubspot: LaneRunner = async (portalId, effects, turn) => {
    const gateway = hubspot.get(portalId);
    // It was disconnected while its effects were claimed; they go on when it is connected again.
    if (gateway === undefined) return putOff(effects, againMs, 'HubSpot is disconnected');
    if (!(await parts.propertiesAwaited.areThere(portalId))) {
      return putOff(effects, propertiesMs, 'our properties are being made in HubSpot');
    }
    parts.onWriting(portalId, effects);
    const onFacts = () => decider.decideNow(portalId);
    const groups = byDoubt(portalId, effects);
    const isOne = groups.length === 1;
    const lane = {
      ...{ portalId, store, gateway, state: await stateOf(portalId), clock, onFacts },
      restAfterWrite: () => restAfterWrite(portalId),
      turn: isOne ? turn : { ...turn, letNext: () => {} },
    };
    const settled: Settlement[] = [];
    for (const some of groups) {
      const through = hubspotWhileOurs(some.isDoubtful ? doubtfulHubspot(gateway) : gateway, turn.isOurs);
      settled.push(...(await runHubspotLane({ ...lane, gateway: through }, some.effects)));
    }
    await Promise.all([parts.onSettled(portalId, settled), metrics.settled(portalId, settled)]);
    return settled;
  };
  const inSlack =
    (run: (lane: SlackLane, effects: ClaimedEffect[]) => Promise<Settlement[]>): LaneRunner =>
    async (portalId, effects, turn) => {
      // The same in Slack, whose gateway went with HubSpot's.
      if (!hubspot.has(portalId)) return putOff(effects, againMs, 'HubSpot is disconnected');
      const gateway = slack.get(portalId) ?? null;
      const state = await stateOf(portalId);
      const operator = { emails: await parts.operatorsOf(portalId), canPress: parts.canPress };
      const lane = { portalId, store, gateway, state, clock, operator };
      const settled: Settlement[] = [];
      for (const some of byDoubt(portalId, effects)) {
        const through = some.isDoubtful && gateway !== null ? doubtfulSlack(gateway) : gateway;
        const whileOurs = through && slackWhileOurs(through, turn.isOurs);
        settled.push(...(await run({ ...lane, gateway: whileOurs }, some.effects)));
      }
      await metrics.settled(portalId, settled);
      return settled;
    };
  const runClicks: LaneRunner = (portalId, effects, turn) =>
    inSlack((lane) =>
      runClicksLane({ ...lane, slackApiUrl: parts.slackApiUrl, onFollowed: () => worker.wake(portalId) }, effects),
    )(portalId, effects, turn);

  const worker = startOutboxWorker({
    store,
    memory,
    clock,
    portalIds,
    isServed: (portalId) => hubspot.has(portalId),
    lanes: [
      // Slack takes about one message per second and channel; a short burst is allowed.
      { startsWith: 'slack:', atOnce: 1, gapMs: 1_000, run: inSlack(runSlackLane) },
      { startsWith: editsLane, atOnce: 1, gapMs: 0, run: inSlack(runEditsLane) },
      { startsWith: clicksLane, atOnce: 100, gapMs: 0, run: runClicks },
      {
        startsWith: 'hubspot',
        atOnce: 100,
        batches: 4,
        spacingMs: (portalId) => hubspot.get(portalId)?.spacingMs() ?? 0,
        gapMs: 0,
        run: runHubspot,
      },
    ],
    tellUnconfirmed: (portalId) => tellUnconfirmed(store, portalId, clock),
    onSettled: (portalId) => decider.wake(portalId, 'gathered'),
    onError: (portalId, lane, err) => log.error({ portalId, lane, err }, 'an outbox lane failed'),
  });

  /** Whoever has waited longest for an owner comes before anybody new. */
  async function drainHeld(portalId: number): Promise<void> {
    const held = await store.heldHandoffs(portalId, drainedAtOnce);
    const state = held.length > 0 ? await stateOf(portalId) : null;
    for (const handoffId of held) {
      const now = clock.now();
      await store.transactHandoff(portalId, { handoffId }, now, (context) => ({
        answer: null,
        change: (context.handoff && tryHeld(context.handoff, context, state!, now)) ?? undefined,
      }));
    }
  }

  async function takeUpAll(portalId: number, handoffIds: number[]): Promise<void> {
    if (handoffIds.length > 0) {
      const state = await stateOf(portalId);
      await drainHeld(portalId);
      // All at once: handoffs taken up together share a commit where the store can.
      await Promise.all(
        handoffIds.map((handoffId) => {
          const now = clock.now();
          return store.transactHandoff(portalId, { handoffId }, now, wakeHandoff(state, now));
        }),
      );
    }
    worker.wake(portalId);
    if (handoffIds.length > 0) decider.wake(portalId, 'gathered');
  }

  function takeUp(portalId: number, handoffIds: number[]): void {
    takeUpAll(portalId, handoffIds).catch((err) => log.error({ portalId, err }, 'taking a handoff up failed'));
  }

  const decider = createDecider({
    store,
    states,
    memory,
    earlierPlaybook: earlierPlaybooks(store, parseStored, memory),
    // Whoever has waited longest for an owner comes before anybody new: see drainHeld.
    takeUp: async (state, now) =>
      (await store.heldHandoffs(state.portal.portalId, 1)).length > 0 ? null : wakeHandoff(state, now),
    clock,
    onDecided: (portalId, handoffIds, decisions, line) => {
      metrics.decided(portalId, decisions, line);
      takeUp(portalId, handoffIds);
    },
    isBusyOtherwise: parts.isAccepting,
    onError: (portalId, err) => log.error({ portalId, err }, 'deciding failed'),
  });

  const waker = startWaker({
    memory,
    clock,
    portalIds,
    log,
    wakeDue: async (portalId, now) => {
      await store.wakeDue(portalId, now, await parts.rulesFor(portalId), wakeBatch);
      const handoffs = await store.dueHandoffs(portalId, now, wakeBatch);
      if (handoffs.length > 0) await takeUpAll(portalId, handoffs);
      // Asked for whether somebody was woken or not: a mark may be left from before a restart, or from a failed round.
      decider.wake(portalId, 'gathered');
      worker.wake(portalId);
    },
  });

  return {
    isDeciding: () => decider.isBusy(),
    decide: (portalId) => decider.wake(portalId),
    deliver: (portalId) => worker.wake(portalId),
    takeUp,
    drainHeld,
    async stopDeciding() {
      await Promise.all([waker.stop(), decider.stop()]);
    },
    stop: () => worker.stop(),
  };
}

/** Each is tried again after a while, and with them the lane. */
function putOff(effects: ClaimedEffect[], ms: number, reason: string): Settlement[] {
  return effects.map((effect) => ({ effect, outcome: later(ms, reason), laneWaitsMs: ms }));
}
