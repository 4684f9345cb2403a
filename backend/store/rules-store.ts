/**
 * The part of the store that changes of the rules need: usage is folded anew beside the live one, comes into force in one
 * step, and then everybody is decided again. Where several nodes share a database one of them at a time does this work.
 */
import type { Decision, DecisionInput } from '../handoff/decision.ts';
import type { SeenChange } from '../usage/group-state.ts';
import type { CommittedDecisions } from './handoff-store.ts';
import type { FoldRules, Normalise } from './store.ts';

/** Which rules: a version of the playbook, and the zone days are counted in. */
export type RulesKey = { playbookVersion: number | null; timeZone: string | null };

/**
 * What follows from new rules, in this order: events that count only now find their persons; memberships follow what is
 * said of e-mail domains; companies are counted; everybody is decided.
 */
export type UnfinishedStep = 'resolve' | 'settle' | 'recount' | 'decide';

export type RulesInForce = RulesKey & {
  generation: number;
  unfinished: UnfinishedStep | null;
  /** How far the unfinished step has come: the last event, person or company done. */
  reached: number;
};

export type StepProgress = { done: number; total: number };

export type RulesProgress = StepProgress & { step: 'counting' | 'settling' | 'deciding' };

/** Usage folded anew up to an event, and what is different about the events seen. Plain data: it crosses threads. */
export type CaughtUp = {
  rebuild: number;
  lastSeq: number;
  /** How many were folded. */
  events: number;
  persons: number;
  seen: Map<string, SeenChange>;
  /** Whether there are events nobody knows the person of. */
  hasUnresolved: boolean;
};

/** The next of everybody, behind `after`. `upTo`: the last person looked at; null when nobody is left. */
export type NextOfAll = { inputs: DecisionInput[]; after: number; upTo: number | null; generation: number };

export type SwapOptions = {
  /** What follows first: everything unless told otherwise. */
  first?: UnfinishedStep;
  /** How many events the swap may still fold. */
  mostLate?: number;
};

export interface RulesStore {
  rulesInForce(portalId: number): Promise<RulesInForce | null>;
  /** Rules by which the present usage was counted too: only decisions follow from them. A rebuild under way is given up. */
  putInForce(portalId: number, key: RulesKey): Promise<RulesInForce>;
  /**
   * Folds all kept events anew, beside the live usage, and then what was accepted meanwhile. A chunk at each step, each
   * write a short transaction; whoever iterates lets others run in between. Begun anew it supersedes one that still runs,
   * which throws RebuildSupersededError.
   */
  foldAnew(portalId: number, rules: FoldRules, normalise: Normalise): AsyncGenerator<StepProgress, CaughtUp>;
  /** Folds what was accepted since; to be repeated when `swapUsage` refuses. Throws RebuildSupersededError. */
  catchUp(portalId: number, rules: FoldRules, normalise: Normalise, caughtUp: CaughtUp): Promise<CaughtUp>;
  /**
   * One short transaction: folds the last events and puts the new usage in force. False, and nothing happens, when there
   * are too many of them, or persons became one meanwhile: catch up first. Throws RebuildSupersededError.
   */
  swapUsage(
    portalId: number,
    key: RulesKey,
    rules: FoldRules,
    normalise: Normalise,
    caughtUp: CaughtUp,
    options?: SwapOptions,
  ): Promise<boolean>;
  /** Gives up a rebuild that was begun and has not ended, whoever began it: retention waits for it no longer. */
  dropRebuild(portalId: number): Promise<void>;
  /**
   * What follows from the rules in force except decisions, from wherever it stands. A chunk at each step, which says in the
   * transaction that ends it how far it has come. Throws RulesChangedError.
   */
  followUp(portalId: number, rules: FoldRules, normalise: Normalise, now: number): AsyncGenerator<StepProgress, void>;
  /** Everybody in order of person id, from wherever it stands. Ends the step when nobody is left. */
  nextOfAll(portalId: number, limit: number): Promise<NextOfAll>;
  /** As `commitDecisions`; whoever changed meanwhile, or could not be decided, is marked. Nothing once others went on. */
  commitNextOfAll(
    portalId: number,
    next: NextOfAll,
    decisions: Decision[],
    playbookVersion: number,
    now: number,
  ): Promise<CommittedDecisions>;
  /** How many of everybody have been decided under the rules in force; null when all have. */
  decidedOfAll(portalId: number): Promise<StepProgress | null>;
}

/** Another rebuild of the portal has begun since. */
export class RebuildSupersededError extends Error {
  constructor(portalId: number) {
    super(`another rebuild of portal ${portalId} has begun`);
    this.name = 'RebuildSupersededError';
  }
}
