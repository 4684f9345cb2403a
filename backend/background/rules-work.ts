/**
 * The long work behind a change of the rules, in pieces of a few milliseconds: usage folded anew, and then everything that
 * follows from it for everybody. Where it runs is the host's affair: a thread with a connection of its own, or this one.
 */
import type { Playbook } from '@zo/shared';
import { decideBatch } from '../handoff/decide-batch.ts';
import { normaliseKept } from '../ingest/normalise-kept.ts';
import { parseStored } from '../playbook/parse-stored.ts';
import { earlierPlaybooks } from '../portals/earlier-playbooks.ts';
import { createPortalMemory } from '../portals/portal-memory.ts';
import { type PortalState, portalStates, rulesOf } from '../portals/portal-state.ts';
import type { CaughtUp, RulesKey, RulesProgress, RulesStore } from '../store/rules-store.ts';
import { type FoldRules, type PortalStore, RulesChangedError } from '../store/store.ts';

/** `fold` works on rules that shall come into force, `follow through` on those that are. */
export type Work = { portalId: number; work: { do: 'fold'; key: RulesKey } | { do: 'follow through' } };

/** Null: it was stopped, which leaves everything as it was, or where it stood. */
export type WorkDone = CaughtUp | 'followed through' | null;

export type WorkStore = RulesStore & Pick<PortalStore, 'portal' | 'playbook' | 'setting'>;

export type Host = {
  now: () => number;
  /** Puts the usage folded anew in force, where events are accepted. False: catch up first. */
  swap(caughtUp: CaughtUp, isLastTry: boolean): Promise<boolean>;
  /** Between two pieces: lets others run. False: the work is to stop. */
  pause(): Promise<boolean>;
  report(progress: RulesProgress): void;
  /** Handoffs that decisions opened and that are to be taken up now. */
  takeUp(handoffIds: number[]): void;
  onError(error: unknown): void;
};

export async function doWork(store: WorkStore, { portalId, work }: Work, host: Host): Promise<WorkDone> {
  if (work.do === 'fold') {
    const { playbookVersion, timeZone } = work.key;
    const stored = playbookVersion === null ? null : await store.playbook(portalId, playbookVersion);
    if (stored === null || timeZone === null) throw new Error(`portal ${portalId} has no version ${playbookVersion}`);
    return foldAndSwap({ store, portalId, host }, { playbook: parseStored(stored), timeZone });
  }
  // Of this work alone: it ends before anything of the portal is forgotten.
  const memory = createPortalMemory();
  const earlierPlaybook = earlierPlaybooks(store, parseStored, memory);
  for (;;) {
    const state = await portalStates(store, parseStored, memory).get(portalId);
    if (state === null) throw new Error(`portal ${portalId} has no playbook`);
    try {
      return (await followThrough({ store, portalId, host, state, earlierPlaybook })) ? 'followed through' : null;
    } catch (error) {
      // Others were put in force meanwhile: what follows from these begins.
      if (!(error instanceof RulesChangedError)) throw error;
    }
  }
}

type Part = { store: RulesStore; portalId: number; host: Host };

/** The swap may wait for so many rounds of catching up; then it takes in whatever is left. */
const mostRounds = 50;

/** Resolves with the rebuild once it is in force; null when it was stopped, which leaves everything as it was. */
async function foldAndSwap({ store, portalId, host }: Part, rules: FoldRules): Promise<CaughtUp | null> {
  const folding = store.foldAnew(portalId, rules, normaliseKept);
  let step = await folding.next();
  for (; !step.done; step = await folding.next()) {
    host.report({ step: 'counting', ...step.value });
    if (!(await host.pause())) return null;
  }
  let caughtUp = step.value;
  for (let round = 0; !(await host.swap(caughtUp, round >= mostRounds)); round += 1) {
    caughtUp = await store.catchUp(portalId, rules, normaliseKept, caughtUp);
    if (!(await host.pause())) return null;
  }
  return caughtUp;
}

const decidedAtOnce = 50;

type DecideAll = Part & {
  state: PortalState;
  earlierPlaybook: (portalId: number, version: number) => Promise<Playbook | null>;
};

/** From wherever it stands to its end. False: stopped before. */
async function followThrough({ store, portalId, host, state, earlierPlaybook }: DecideAll): Promise<boolean> {
  for await (const progress of store.followUp(portalId, rulesOf(state), normaliseKept, host.now())) {
    host.report({ step: 'settling', ...progress });
    if (!(await host.pause())) return false;
  }
  const onError = (_portalId: number, error: unknown) => host.onError(error);
  for (;;) {
    const next = await store.nextOfAll(portalId, decidedAtOnce);
    if (next.upTo === null) return true;
    const now = host.now();
    const decisions = await decideBatch(next.inputs, { state, now, earlierPlaybook, onError });
    const { takeUp } = await store.commitNextOfAll(portalId, next, decisions, state.playbookVersion, now);
    if (takeUp.length > 0) host.takeUp(takeUp);
    const progress = await store.decidedOfAll(portalId);
    if (progress !== null) host.report({ step: 'deciding', ...progress });
    if (!(await host.pause())) return false;
  }
}
