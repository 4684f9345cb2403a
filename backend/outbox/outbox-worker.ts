/**
 * Works the outbox off: one runner per portal and lane, so that lanes never wait for each other and a lane never runs
 * twice; while some of its batches are only being written, it may begin the next. Where several nodes share the store, it gives a lane to one of them at a time. Woken when something was enqueued, and by looking now and then for what has become due.
 */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { PortalKey, PortalMemory } from '../portals/portal-memory.ts';
import type { NodesStore } from '../store/nodes-store.ts';
import type { OutboxStore } from '../store/store.ts';
import { type ClaimedEffect, isMadeSureOf, type Priority, priorities } from './effect.ts';
import { interrupted, later, type Settlement } from './lane.ts';
import { nextClaim, nextRhythm, type Rhythm } from './lane-rhythm.ts';
import { type IsOurs, isSurelyOurs, type Moment, readMoment } from './while-ours.ts';

/** A batch among the others of its lane. */
export type Turn = {
  /** Whether what was claimed is nobody else's by now. */
  isOurs: IsOurs;
  /** What is left of it to do concerns nobody else: the next may begin beside it. */
  letNext(): void;
  /** Resolves when no other of the lane is under way. */
  untilAlone(): Promise<void>;
};

export type LaneRunner = (portalId: number, effects: ClaimedEffect[], turn: Turn) => Promise<Settlement[]>;

/** How the lanes whose names begin so are run; of several that fit, the first. */
export type LaneKind = {
  startsWith: string;
  atOnce: number;
  /** Batches under way at once, where the runner lets the next begin; one urgent one may go beyond. */
  batches?: number;
  /** From the beginning of a batch of much to that of the next, in monotonic milliseconds: a backlog takes its places evenly. */
  spacingMs?: (portalId: number) => number;
  /** Between one effect and the next, in monotonic milliseconds. */
  gapMs: number;
  run: LaneRunner;
};

export type OutboxWorker = {
  /** Something may be ready in this portal. */
  wake(portalId: number): void;
  /** Takes nothing new; resolves when what is under way has settled. */
  stop(): Promise<void>;
  /** Resolves when no lane runs. */
  settled(): Promise<void>;
};

type WorkerParts = {
  store: Pick<
    OutboxStore & NodesStore,
    'readyLanes' | 'claimEffects' | 'flushed' | 'presence' | 'holdsLease' | 'unclaimEffects' | 'settleEffects'
  >;
  memory: PortalMemory;
  clock: Clock;
  portalIds: () => Promise<number[]>;
  /** What waits for a portal that is not served goes on waiting, whoever wakes it. */
  isServed?: (portalId: number) => boolean;
  lanes: LaneKind[];
  /** Tells whoever must know of what may have been sent; called again until it succeeds. */
  tellUnconfirmed: (portalId: number) => Promise<void>;
  /** After effects of a portal have settled: somebody may be dirty now. */
  onSettled: (portalId: number) => void;
  onError: (portalId: number, lane: string, error: unknown) => void;
  /** How often to look for what has become due, in monotonic milliseconds. */
  everyMs?: number;
  /** Before something that failed on our side is tried again, in monotonic milliseconds. */
  afterFailureMs?: number;
  /**
   * So long after a claim was asked for nobody else can have taken what it took, while others see this node as they did then; after
   * that the database is asked.
   */
  surelyOursMs?: number;
  /** The system's unless a test gives another. */
  moment?: () => Moment;
};

/** When a claim was asked for, and what others saw this node by. */
type Asked = { moment: Moment; presence: number | null };

const usualSurelyOursMs = 2_000;

export function startOutboxWorker(parts: WorkerParts): OutboxWorker {
  const { store, memory, clock, portalIds, isServed = () => true, everyMs = 100, afterFailureMs = 1_000 } = parts;
  const { surelyOursMs = usualSurelyOursMs, moment = readMoment } = parts;
  const running = memory.work<PortalKey>('lanes of the outbox');
  const looking = memory.work<number>('looking into the outbox');
  const lookAgain = memory.set<number>('to look into the outbox again');
  /** Lanes that were asked for while they ran: what came after their last claim must not wait for the timer. */
  const runAgain = memory.set<PortalKey>('lanes to run again');
  /** Of a lane that waits for its batches: called when it is asked for. */
  const nudges = memory.map<PortalKey, () => void>('lanes that wait for their batches');
  /** In monotonic milliseconds: when a lane last did something, and until when it is left alone. */
  const lastDone = memory.map<PortalKey, number>('when a lane last did something');
  const waitsUntil = memory.map<PortalKey, number>('until when a lane is left alone');
  /** Portals in which something may have been sent that nobody has been told of yet, and when it is tried to tell. */
  const untold = memory.map<number, number>('when what may have been sent is told of');
  let stopped = false;

  function kindOf(lane: string): LaneKind {
    const kind = parts.lanes.find(({ startsWith }) => lane.startsWith(startsWith));
    if (kind === undefined) throw new Error(`nobody runs the lane ${lane}`);
    return kind;
  }

  async function runLane(portalId: number, lane: string): Promise<void> {
    const { atOnce, batches = 1, gapMs, spacingMs = () => 0 } = kindOf(lane);
    const key: PortalKey = `${portalId} ${lane}`;
    const beside = new Map<Promise<void>, { isAll: boolean }>();
    let rhythm: Rhythm = { nextAt: 0, isBacklog: false };
    try {
      while (!stopped && isServed(portalId)) {
        await pace(key, gapMs);
        // It may have been disconnected while it waited: what is not taken stays for its return.
        if (stopped || !isServed(portalId)) return;
        runAgain.delete(key);
        const dueInMs = rhythm.nextAt - performance.now();
        const leastUrgent = nextClaim([...beside.values()], { batches, isDue: dueInMs <= 0 });
        const asked = { moment: moment(), presence: store.presence() };
        const claimed = leastUrgent === null ? [] : await claim(portalId, lane, atOnce, leastUrgent);
        const isUrgent = leastUrgent === priorities.crossing;
        if (claimed.length === 0) {
          if (leastUrgent !== null && !isUrgent) rhythm = { ...rhythm, isBacklog: false };
          if (beside.size === 0 && dueInMs <= 0) return;
          if (!runAgain.has(key)) await Promise.race([...beside.keys(), nudged(key, dueInMs)]);
          continue;
        }
        const mayGoOn = Promise.withResolvers<void>();
        const others = [...beside.keys()];
        const turn = {
          isOurs: watchLease(portalId, claimed[0]!.lease, asked),
          letNext: mayGoOn.resolve,
          untilAlone: async () => void (await Promise.all(others)),
        };
        const batch = runBatch(portalId, lane, claimed, turn)
          .catch((error) => parts.onError(portalId, lane, error))
          .then(() => void beside.delete(batch));
        const isFull = claimed.length >= atOnce;
        beside.set(batch, { isAll: !isFull && !isUrgent });
        if (!isUrgent) {
          const began = { effects: claimed.length, atOnce, at: performance.now() };
          rhythm = nextRhythm(rhythm, began, spacingMs(portalId));
        }
        await Promise.race([batch, mayGoOn.promise]);
        if ((waitsUntil.get(key) ?? 0) > performance.now()) return;
      }
    } finally {
      nudges.delete(key);
      await Promise.all(beside.keys());
    }
  }

  function watchLease(portalId: number, lease: string, asked: Asked): IsOurs {
    const isThereSince = () => asked.presence !== null && store.presence() === asked.presence;
    const isSurely = () => isThereSince() && isSurelyOurs(asked.moment, moment(), surelyOursMs);
    return async () => isSurely() || store.holdsLease(portalId, lease);
  }

  /** Resolves when the lane is asked for, or after so long, where that is anything. */
  function nudged(key: PortalKey, dueInMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = dueInMs > 0 ? setTimeout(resolve, Math.ceil(dueInMs)) : undefined;
      nudges.set(key, () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  async function runBatch(portalId: number, lane: string, claimed: ClaimedEffect[], turn: Turn): Promise<void> {
    const { gapMs, run } = kindOf(lane);
    const key: PortalKey = `${portalId} ${lane}`;
    const settled = await runSafely(portalId, lane, claimed, (...asked) => run(...asked, turn));
    const didSomething = settled.some(({ outcome }) => outcome.outcome !== 'later');
    const laneWaitsMs = Math.max(0, ...settled.map((one) => one.laneWaitsMs ?? 0));
    await settle(portalId, lane, settled, Math.max(didSomething ? gapMs : 0, laneWaitsMs));
    parts.onSettled(portalId);
    if (didSomething) lastDone.set(key, performance.now());
    if (laneWaitsMs > 0) waitsUntil.set(key, performance.now() + laneWaitsMs);
  }

  /** One that failed may have been carried out all the same: what it took is given back. */
  async function claim(
    portalId: number,
    lane: string,
    atOnce: number,
    leastUrgent: Priority,
  ): Promise<ClaimedEffect[]> {
    const lease = randomUUID();
    try {
      return await store.claimEffects(portalId, lane, atOnce, clock.now(), lease, leastUrgent);
    } catch (error) {
      await untilDone(portalId, lane, () => store.unclaimEffects(portalId, lease));
      throw error;
    }
  }

  async function settle(portalId: number, lane: string, settled: Settlement[], restMs: number): Promise<void> {
    const rows = settled.map(({ effect: { key, lease, generation }, outcome }) => ({
      key,
      lease,
      generation,
      outcome,
    }));
    await untilDone(portalId, lane, () => store.settleEffects(portalId, rows, clock.now(), restMs));
    if (rows.some(({ outcome }) => outcome.outcome === 'interrupted')) untold.set(portalId, 0);
  }

  /** Tried until it succeeds: nobody else takes up what is claimed while this process lives. */
  async function untilDone(portalId: number, lane: string, call: () => Promise<unknown>): Promise<void> {
    for (;;) {
      try {
        await call();
        return;
      } catch (error) {
        // The next start takes them up; what was being sent is unconfirmed then.
        if (stopped) throw error;
        parts.onError(portalId, lane, error);
        await new Promise((resolve) => setTimeout(resolve, afterFailureMs));
      }
    }
  }

  function tell(portalId: number): void {
    if (performance.now() < (untold.get(portalId) ?? Number.POSITIVE_INFINITY)) return;
    untold.delete(portalId);
    parts.tellUnconfirmed(portalId).catch((error) => {
      untold.set(portalId, performance.now() + afterFailureMs);
      parts.onError(portalId, 'any', error);
    });
  }

  /** A bug in a lane must not lose its effects, nor send them twice. */
  async function runSafely(
    portalId: number,
    lane: string,
    claimed: ClaimedEffect[],
    run: (portalId: number, effects: ClaimedEffect[]) => Promise<Settlement[]>,
  ): Promise<Settlement[]> {
    try {
      if (!claimed.every(isMadeSureOf)) await store.flushed();
      const settled = await run(portalId, claimed);
      const answered = new Set(settled.map(({ effect }) => effect.key));
      const silent = claimed.filter(({ key }) => !answered.has(key));
      return [...settled, ...silent.map((effect) => ({ effect, outcome: later(afterFailureMs, 'no outcome') }))];
    } catch (error) {
      parts.onError(portalId, lane, error);
      return claimed.map((effect) => ({ effect, outcome: interrupted(afterFailureMs * effect.attempts) }));
    }
  }

  async function pace(key: PortalKey, gapMs: number): Promise<void> {
    const last = lastDone.get(key);
    const wait = gapMs === 0 || last === undefined ? 0 : last + gapMs - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  }

  async function look(portalId: number): Promise<void> {
    do {
      lookAgain.delete(portalId);
      for (const lane of await store.readyLanes(portalId, clock.now())) {
        const key: PortalKey = `${portalId} ${lane}`;
        if (stopped) return;
        if ((waitsUntil.get(key) ?? 0) > performance.now()) continue;
        if (running.has(key)) {
          runAgain.add(key);
          nudges.get(key)?.();
          continue;
        }
        const run = runLane(portalId, lane)
          .catch((error) => parts.onError(portalId, lane, error))
          .finally(() => {
            running.delete(key);
            if (runAgain.delete(key)) wake(portalId);
          });
        running.set(key, run);
      }
    } while (!stopped && lookAgain.has(portalId));
  }

  function wake(portalId: number): void {
    if (stopped || !isServed(portalId)) return;
    if (looking.has(portalId)) {
      lookAgain.add(portalId);
      return;
    }
    looking.set(
      portalId,
      look(portalId)
        .catch((error) => parts.onError(portalId, 'any', error))
        .finally(() => looking.delete(portalId)),
    );
  }

  const timer = setInterval(() => {
    portalIds()
      .then((ids) => {
        for (const portalId of ids) {
          wake(portalId);
          tell(portalId);
        }
      })
      .catch((error) => parts.onError(0, 'any', error));
  }, everyMs);

  return {
    wake,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await this.settled();
    },
    async settled() {
      while (running.size + looking.size > 0) await Promise.all([...running.values(), ...looking.values()]);
    },
  };
}
