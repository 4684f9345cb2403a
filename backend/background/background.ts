/** Long work that must not hold up the events that arrive. */
import type { CaughtUp } from '../store/rules-store.ts';
import type { RulesProgress, Work, WorkDone } from './rules-work.ts';

export type Job = Work & {
  /** Puts the usage folded anew in force. Called in the turn in which it is answered: nothing comes in between. */
  swap(caughtUp: CaughtUp, isLastTry: boolean): boolean;
  onProgress(progress: RulesProgress): void;
  onTakeUp(handoffIds: number[]): void;
  onProblem(problem: unknown): void;
};

export type RunningJob = {
  /** Rejects when it failed. */
  ended: Promise<WorkDone>;
  /** Asks it to stop; `ended` tells when it has. */
  stop(): void;
};

export type Background = {
  begin(job: Job): RunningJob;
  /** Stops all work; resolves when nothing of it runs any more. */
  stop(): Promise<void>;
};
