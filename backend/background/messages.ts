/** What the service's thread and the background thread say to each other. Plain data. */
import type { CaughtUp, RulesProgress } from '../store/rules-store.ts';
import type { Work, WorkDone } from './rules-work.ts';

export type ToBackground =
  /** `clockOffsetMs`: how far the service's clock is ahead of the machine's. */
  | ({ say: 'begin'; job: number; clockOffsetMs: number } & Work)
  | { say: 'stop'; job: number }
  | { say: 'answer'; question: number; answer: boolean };

export type FromBackground =
  | { say: 'progress'; job: number; progress: RulesProgress }
  | { say: 'take up'; job: number; handoffIds: number[] }
  | { say: 'problem'; job: number; problem: unknown }
  /** To be answered before the thread goes on. */
  | { say: 'swap?'; job: number; question: number; caughtUp: CaughtUp; isLastTry: boolean }
  | { say: 'checkpoint?'; job: number; question: number }
  | { say: 'ended'; job: number; done: WorkDone }
  | { say: 'failed'; job: number; problem: unknown };
