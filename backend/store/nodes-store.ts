/**
 * The part of the store by which nodes on one database keep out of each other's way: who does what only one should do, and
 * what another saved. SQLite's one process does everything and tells itself.
 */

/** What was saved about a portal. `setting`: its name, where it is one. */
export type Saved = {
  portalId: number;
  what: 'portal' | 'playbook' | 'rules' | 'credential' | 'setting';
  setting: string | null;
};

/** What one node does at a time. `rules`: what follows from a change of them; `upkeep`: what is looked at now and then. */
export type NodeWork = 'rules' | 'upkeep';

/**
 * Changes what the nodes keep together of a portal's calls of that kind, one after the other: `change` is told what was kept
 * last, null at first, and what time it is by the clock of the database, in milliseconds. Both are plain data.
 */
export type ChangeWindow = <Kept, Answer>(
  portalId: number,
  kind: string,
  change: (kept: Kept | null, now: number) => { keep: Kept; answer: Answer },
) => Promise<Answer>;

export interface NodesStore {
  /** Whether other nodes may work on the same database. */
  isShared: boolean;
  /** Null: there are no others. */
  changeWindow: ChangeWindow | null;
  /** How many are there, this one included. */
  countNodes(): Promise<number>;
  /**
   * What others see this node by: another number once that broke and was begun anew, null in between. What was claimed under another
   * number, or under none, others may have taken.
   */
  presence(): number | null;
  /**
   * Told of everything another node saves from now on that nodes keep in memory. Null: nobody knows what was saved, since the
   * database could not be heard for a while. What was saved before it was told can be read.
   */
  onSaved(listener: (saved: Saved | null) => void): void;
  /** False: another node has it. What was taken stays this node's until it leaves it, or is gone, however it ended. */
  takeWork(portalId: number, work: NodeWork): Promise<boolean>;
  /** How far this node has come, for the others to tell: plain data. */
  noteWork(portalId: number, work: NodeWork, progress: unknown): Promise<void>;
  leaveWork(portalId: number, work: NodeWork): Promise<void>;
  /** Whether another node has it, and what it noted last: null before. */
  workElsewhere(portalId: number, work: NodeWork): Promise<{ progress: unknown } | null>;
}

/** Of a database that no other node can be on. */
export const noOtherNodes: NodesStore = {
  isShared: false,
  changeWindow: null,
  countNodes: async () => 1,
  presence: () => 0,
  onSaved() {},
  takeWork: async () => true,
  async noteWork() {},
  async leaveWork() {},
  workElsewhere: async () => null,
};
