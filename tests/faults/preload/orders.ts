/** What the driver tells the modules it preloads into the product, and what they answer. Plain data over the channel. */

/** A transaction is known by a statement that runs within it; a statement outside of one is its own. */
export type CommitPoint = {
  when: 'before the commit' | 'after the commit';
  /** Part of the statement's text, spaces reduced to one. */
  of: string;
  /** Part of a statement that does not run within it. */
  without?: string;
  /** So many such transactions pass first. */
  skip: number;
  /** Only transactions after one in which this statement ran, committed; absent: any. */
  afterOne?: string;
};

export type FaultOrder =
  /** Ends the process, as SIGKILL does, at the point. */
  | { order: 'kill at'; point: CommitPoint | null }
  /** The n-th call of the store from now on fails; 1 is the next. */
  | { order: 'fail call'; n: number; when: 'before' | 'after' }
  /** No call fails any more; answers what has been called since the last order. */
  | { order: 'fail none' };

export type FaultReport = {
  /** Calls of the store since the order before. */
  calls: number;
  /** The call that failed, by its name; null: it did not come to that. */
  failed: string | null;
};
