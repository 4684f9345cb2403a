/**
 * Keeps usage and decisions in step with the rules: the newest version of the playbook and the portal's zone. Rules that
 * count events otherwise come into force once usage has been folded anew; until then those before stay in force, for
 * decisions too. Then everybody is decided again, behind what happens live. All of it goes on after a restart.
 */
import type { Background, Job, RunningJob } from '../background/background.ts';
import type { RulesProgress, Work } from '../background/rules-work.ts';
import { normaliseKept } from '../ingest/normalise-kept.ts';
import { parseStored } from '../playbook/parse-stored.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { RulesKey, RulesStore, UnfinishedStep } from '../store/rules-store.ts';
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
  /** Stops what is under way; it goes on at the next start. */
  stop(): void;
};

type Parts = {
  store: RulesStore & Pick<PortalStore, 'portal' | 'playbook'> & Pick<HandoffStore, 'hasEvents'>;
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
  onProgress?: (progress: RulesProgress) => void;
};

const againAfterMs = 10_000;

/** A later change took its place before it was in force. */
export class RulesSupersededError extends Error {
  constructor() {
    super('another change of the rules took its place');
    this.name = 'RulesSupersededError';
  }
}

export function createRuleFollower({ store, states, memory, background, onTakeUp, onError }: Parts): RuleFollower {
  const underWay = memory.map<number, UnderWay>('counting and deciding again');
  /** What is under way must be known before something else begins. */
  const { inTurn } = takeTurns(memory, 'following the rules');
  const timers = new Set<NodeJS.Timeout>();
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
    const begun = await inTurn(portalId, () => beginWhatIsDue(portalId));
    return typeof begun === 'boolean' ? begun : untilInForce(portalId, begun);
  }

  /** Usage that is being folded; or whether rules came into force at once. */
  async function beginWhatIsDue(portalId: number): Promise<UnderWay | boolean> {
    const newest = await newestKey(portalId);
    if (newest === null || stopped) return false;
    const inForce = await store.rulesInForce(portalId);
    const running = underWay.get(portalId);
    if (running?.isFold && isSame(running.key, newest)) return running;
    if (inForce !== null && isSame(inForce, newest)) {
      // A fold for rules that are not wanted any more is in vain.
      if (running?.isFold) await stopRunning(portalId);
      if (inForce.unfinished !== null) followThrough(portalId, inForce);
      return false;
    }
    await stopRunning(portalId);
    const rules = await rulesOf(portalId, newest);
    if (rules === null) throw new Error(`version ${newest.playbookVersion} of the playbook cannot be read`);
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

  /** When a later change took its place, until that one is. */
  async function untilInForce(portalId: number, { done }: UnderWay): Promise<boolean> {
    if ((await done) !== null) return true;
    return stopped ? false : follow(portalId).then(() => true);
  }

  function fold(portalId: number, key: RulesKey, rules: FoldRules, first: UnfinishedStep): UnderWay {
    const started = begin(portalId, key, { do: 'fold', key }, (caughtUp, isLastTry) => {
      const mostLate = isLastTry ? Number.MAX_SAFE_INTEGER : undefined;
      const isSwapped = store.swapUsage(portalId, key, rules, normaliseKept, caughtUp, { first, mostLate });
      // In the same turn: no event is ever folded into the new usage by the old rules.
      if (isSwapped) states.changed(portalId);
      return isSwapped;
    });
    started.done.then(
      async (folded) => {
        const inForce = folded === null ? null : await store.rulesInForce(portalId);
        if (inForce !== null && !underWay.has(portalId)) followThrough(portalId, inForce);
      },
      () => {},
    );
    return started;
  }

  function followThrough(portalId: number, key: RulesKey): void {
    if (underWay.has(portalId) || stopped) return;
    begin(portalId, key, { do: 'follow through' }, () => false).done.catch(() => {});
  }

  function begin(portalId: number, key: RulesKey, work: Work['work'], swap: Job['swap']): UnderWay {
    const job = background.begin({
      portalId,
      work,
      swap,
      onProgress: (progress) => {
        started.progress = progress;
        started.onProgress?.(progress);
      },
      onTakeUp: (handoffIds) => onTakeUp(portalId, handoffIds),
      onProblem: (problem) => onError(portalId, problem),
    });
    const started: UnderWay = {
      key,
      isFold: work.do === 'fold',
      job,
      progress: null,
      done: job.ended.then(
        (done) => {
          forget(portalId, started);
          return done === null || done === 'followed through' ? null : { events: done.events, persons: done.persons };
        },
        (error) => {
          forget(portalId, started);
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

  async function stopRunning(portalId: number): Promise<void> {
    const running = underWay.get(portalId);
    running?.job.stop();
    await running?.done.catch(() => {});
  }

  function tryAgain(portalId: number): void {
    if (stopped) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      follow(portalId).catch((error) => onError(portalId, error));
    }, againAfterMs);
    timers.add(timer);
  }

  memory.onEnd(stopRunning);
  return {
    follow,
    async rebuild(portalId, onProgress) {
      const folding = await inTurn(portalId, async () => {
        const newest = await newestKey(portalId);
        const rules = newest === null ? null : await rulesOf(portalId, newest);
        if (newest === null || rules === null) return null;
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
      const left = await store.decidedOfAll(portalId);
      return left === null ? null : { step: 'deciding', ...left };
    },
    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

function isSame(one: RulesKey, other: RulesKey): boolean {
  return one.playbookVersion === other.playbookVersion && one.timeZone === other.timeZone;
}
