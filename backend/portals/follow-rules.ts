/**
 * Keeps usage and decisions in step with the rules: the newest version of the playbook and the portal's zone. Rules that
 * count events otherwise come into force once usage has been folded anew; until then those before stay in force, for
 * decisions too. Then everybody is decided again, behind what happens live. All of it goes on after a restart. Of several
 * nodes one works on a portal's rules; the others wait for it, and take its place when it is gone.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Background, Job, RunningJob } from '../background/background.ts';
import type { Work } from '../background/rules-work.ts';
import { normaliseKept } from '../ingest/normalise-kept.ts';
import { parseStored } from '../playbook/parse-stored.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { NodesStore } from '../store/nodes-store.ts';
import type { RulesInForce, RulesKey, RulesProgress, RulesStore, UnfinishedStep } from '../store/rules-store.ts';
import type { FoldRules, PortalStore } from '../store/store.ts';
import { activityPart, foldPart, isAlike } from '../usage/fold-part.ts';
import type { PortalMemory } from './portal-memory.ts';
import type { PortalStates } from './portal-state.ts';
import { takeTurns } from './take-turns.ts';

export type RuleFollower = {
  /** Resolves once the newest rules are in force: true when they were not before. Decisions follow in the background. */
  follow(portalId: number): Promise<boolean>;
  /** Folds everything again though the rules are the same. Resolves once the usage is in force. */
  rebuild(portalId: number, onProgress?: (progress: RulesProgress) => void): Promise<Folded>;
  /** What is under way; null when everything follows from the newest rules. */
  progress(portalId: number): Promise<RulesProgress | null>;
  /** Begins nothing more. Resolves once nothing is asked of the store any more, after the background has stopped. */
  stop(): Promise<void>;
};

type Parts = {
  store: RulesStore &
    Pick<NodesStore, 'takeWork' | 'noteWork' | 'leaveWork' | 'workElsewhere'> &
    Pick<PortalStore, 'portal' | 'playbook'> &
    Pick<HandoffStore, 'hasEvents'>;
  states: PortalStates;
  memory: PortalMemory;
  background: Background;
  onTakeUp: (portalId: number, handoffIds: number[]) => void;
  onError: (portalId: number, error: unknown) => void;
};

export type Folded = { events: number; persons: number };
type UnderWay = {
  key: RulesKey;
  isFold: boolean;
  job: RunningJob;
  done: Promise<Folded | null>;
  progress: RulesProgress | null;
  /** In monotonic milliseconds: when the progress was last told to the other nodes. */
  notedAt: number;
  onProgress?: (progress: RulesProgress) => void;
};

const againAfterMs = 10_000;
/** Between two looks at whether another node is done. */
const elsewhereMs = 250;
const noteEveryMs = 1_000;

/** A later change took its place before it was in force. */
export class RulesSupersededError extends Error {
  constructor() {
    super('another change of the rules took its place');
    this.name = 'RulesSupersededError';
  }
}

/** Another node is at it. */
export class RulesWorkElsewhereError extends Error {
  constructor() {
    super('another node works on the rules of this portal now; ask again once it is done');
    this.name = 'RulesWorkElsewhereError';
  }
}

export function createRuleFollower({ store, states, memory, background, onTakeUp, onError }: Parts): RuleFollower {
  const underWay = memory.map<number, UnderWay>('counting and deciding again');
  /** What is under way must be known before something else begins. */
  const { inTurn, ended } = takeTurns(memory, 'following the rules');
  const timers = memory.map<number, NodeJS.Timeout>('when the rules are followed again');
  const notes = new Set<Promise<void>>();
  const stopping = new AbortController();
  let stopped = false;

  async function newestKey(portalId: number): Promise<RulesKey | null> {
    const [portal, stored] = await Promise.all([store.portal(portalId), store.playbook(portalId)]);
    return portal === null || stored === null ? null : { playbookVersion: stored.version, timeZone: portal.timeZone };
  }

  async function rulesOf(portalId: number, { playbookVersion, timeZone }: RulesKey): Promise<FoldRules | null> {
    if (playbookVersion === null || timeZone === null) return null;
    const stored = await store.playbook(portalId, playbookVersion);
    try {
      return stored === null ? null : { playbook: parseStored(stored), timeZone };
    } catch {
      return null;
    }
  }

  async function follow(portalId: number): Promise<boolean> {
    let hasWaited = false;
    for (;;) {
      const begun = await inTurn(portalId, () => beginWhatIsDue(portalId));
      if (typeof begun === 'boolean') return begun || hasWaited;
      if (begun === 'elsewhere') await wait(elsewhereMs, undefined, { signal: stopping.signal }).catch(ignoreStop);
      // When a later change took its place, until that one is in force.
      else if ((await begun.done) !== null) return true;
      if (stopped) return false;
      hasWaited = true;
    }
  }

  /** Usage that is being folded; or whether rules came into force at once. */
  async function beginWhatIsDue(portalId: number): Promise<UnderWay | boolean | 'elsewhere'> {
    const newest = await newestKey(portalId);
    if (newest === null || stopped) return false;
    const known = await store.rulesInForce(portalId);
    const running = underWay.get(portalId);
    if (running?.isFold && isSame(running.key, newest)) return running;
    if (isSame(known, newest)) {
      // A fold for rules that are not wanted any more is in vain.
      if (running?.isFold) await stopRunning(portalId);
      if (!underWay.has(portalId)) await goOn(portalId, known);
      return false;
    }
    const rules = await rulesOf(portalId, newest);
    if (rules === null) throw new Error(`version ${newest.playbookVersion} of the playbook cannot be read`);
    if (!(await store.takeWork(portalId, 'rules'))) return 'elsewhere';
    await stopRunning(portalId);
    // Read again: whoever had the work before may have put them in force.
    const inForce = await store.rulesInForce(portalId);
    if (isSame(inForce, newest)) {
      await goOn(portalId, inForce);
      return true;
    }
    const before = inForce === null ? null : await rulesOf(portalId, inForce);
    const countsAlike = before !== null ? isAlike(foldPart, before, rules) : !(await store.hasEvents(portalId));
    if (!countsAlike) {
      const keepsCompanies = before !== null && isAlike(activityPart, before, rules);
      return fold(portalId, newest, rules, keepsCompanies ? 'decide' : 'resolve');
    }
    const now = await store.putInForce(portalId, newest);
    states.changed(portalId);
    followThrough(portalId, now);
    return true;
  }

  /** With what was left of these rules, by this node or by one that is gone. */
  async function goOn(portalId: number, inForce: RulesInForce): Promise<void> {
    if (await store.takeWork(portalId, 'rules')) {
      await store.dropRebuild(portalId);
      if (inForce.unfinished !== null) followThrough(portalId, inForce);
      else await store.leaveWork(portalId, 'rules');
    } else if (inForce.unfinished !== null) tryAgain(portalId);
  }

  function fold(portalId: number, key: RulesKey, rules: FoldRules, first: UnfinishedStep): UnderWay {
    const started = begin(portalId, key, { do: 'fold', key }, async (caughtUp, isLastTry) => {
      const mostLate = isLastTry ? Number.MAX_SAFE_INTEGER : undefined;
      const isSwapped = await store.swapUsage(portalId, key, rules, normaliseKept, caughtUp, { first, mostLate });
      if (isSwapped) states.changed(portalId);
      return isSwapped;
    });
    started.done
      .then(async (folded) => {
        const inForce = folded === null ? null : await store.rulesInForce(portalId);
        if (inForce !== null) followThrough(portalId, inForce);
      })
      .catch(() => {});
    return started;
  }

  function followThrough(portalId: number, key: RulesKey): void {
    if (underWay.has(portalId) || stopped) return;
    begin(portalId, key, { do: 'follow through' }, async () => false).done.catch(() => {});
  }

  function begin(portalId: number, key: RulesKey, work: Work['work'], swap: Job['swap']): UnderWay {
    const job = background.begin({
      portalId,
      work,
      swap,
      onProgress: (progress) => {
        started.progress = progress;
        started.onProgress?.(progress);
        note(portalId, started, progress);
      },
      onTakeUp: (handoffIds) => onTakeUp(portalId, handoffIds),
      onProblem: (problem) => onError(portalId, problem),
    });
    const started: UnderWay = {
      key,
      isFold: work.do === 'fold',
      job,
      progress: null,
      notedAt: Number.NEGATIVE_INFINITY,
      done: job.ended.then(
        (done) => {
          forget(portalId, started);
          if (done === 'followed through') leave(portalId);
          return done === null || done === 'followed through' ? null : { events: done.events, persons: done.persons };
        },
        (error) => {
          forget(portalId, started);
          leave(portalId);
          onError(portalId, error);
          tryAgain(portalId);
          throw error;
        },
      ),
    };
    underWay.set(portalId, started);
    return started;
  }

  function forget(portalId: number, started: UnderWay): void {
    if (underWay.get(portalId) === started) underWay.delete(portalId);
  }

  /** Another node may take its turn. */
  function leave(portalId: number): void {
    const left = inTurn(portalId, async () => {
      if (!underWay.has(portalId) && !stopped) await store.leaveWork(portalId, 'rules');
    });
    left.catch((error) => onError(portalId, error));
  }

  /** Whoever asks another node how far it is hears it from the store. */
  function note(portalId: number, started: UnderWay, progress: RulesProgress): void {
    const now = performance.now();
    if (now < started.notedAt + noteEveryMs) return;
    started.notedAt = now;
    const noted = store
      .noteWork(portalId, 'rules', progress)
      .catch((error) => onError(portalId, error))
      .finally(() => notes.delete(noted));
    notes.add(noted);
  }

  async function stopRunning(portalId: number): Promise<void> {
    const running = underWay.get(portalId);
    running?.job.stop();
    await running?.done.catch(() => {});
  }

  function tryAgain(portalId: number): void {
    if (stopped || timers.has(portalId)) return;
    const timer = setTimeout(() => {
      timers.delete(portalId);
      follow(portalId).catch((error) => onError(portalId, error));
    }, againAfterMs);
    timers.set(portalId, timer);
  }

  memory.onEnd(stopRunning);
  return {
    follow,
    async rebuild(portalId, onProgress) {
      const folding = await inTurn(portalId, async () => {
        const newest = await newestKey(portalId);
        const rules = newest === null ? null : await rulesOf(portalId, newest);
        if (newest === null || rules === null) return null;
        if (!(await store.takeWork(portalId, 'rules'))) throw new RulesWorkElsewhereError();
        await stopRunning(portalId);
        return fold(portalId, newest, rules, 'resolve');
      });
      if (folding === null) return { events: 0, persons: 0 };
      folding.onProgress = onProgress;
      const folded = await folding.done;
      if (folded === null) throw new RulesSupersededError();
      return folded;
    },
    async progress(portalId) {
      const running = underWay.get(portalId);
      if (running) return running.progress ?? { step: running.isFold ? 'counting' : 'settling', done: 0, total: 0 };
      const elsewhere = await store.workElsewhere(portalId, 'rules');
      if (elsewhere !== null)
        return (elsewhere.progress as RulesProgress | null) ?? { step: 'counting', done: 0, total: 0 };
      const left = await store.decidedOfAll(portalId);
      return left === null ? null : { step: 'deciding', ...left };
    },
    async stop() {
      stopped = true;
      stopping.abort();
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.allSettled([ended(), ...notes]);
    },
  };
}

function ignoreStop(): void {}

function isSame<Key extends RulesKey>(one: Key | null, other: RulesKey): one is Key {
  return one !== null && one.playbookVersion === other.playbookVersion && one.timeZone === other.timeZone;
}
