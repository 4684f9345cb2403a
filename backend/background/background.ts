/** Long work that must not hold up the events that arrive. */
import type { CaughtUp, RulesProgress } from '../store/rules-store.ts';
import type { Work, WorkDone } from './rules-work.ts';

export type Job = Work & {
  /** Puts the usage folded anew in force. False: there is more to catch up with first. */
  swap(caughtUp: CaughtUp, isLastTry: boolean): Promise<boolean>;
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
