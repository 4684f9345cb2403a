/** What is counted for operators at one moment, from indexes only. */
export type LaneFigures = {
  lane: string;
  /** Waiting effects, those held back for a better hour included; at most `mostCounted`. */
  waiting: number;
  /** When the oldest was wanted that could have been done by now; null when none is late. */
  oldestAt: number | null;
};

export type PortalFigures = {
  lanes: LaneFigures[];
  /** Given up, or nobody knows whether it happened. */
  failed: number;
  unconfirmed: number;
  /** People who changed and are not decided again yet, at most `mostCounted`, and since when. */
  undecided: number;
  undecidedSince: number | null;
  openHandoffs: number;
  alarms: number;
};

/** Counting ends here: a figure this high says enough, and answering must stay quick. */
export const mostCounted = 100_000;

export interface FiguresStore {
  portalFigures(portalId: number, now: number): Promise<PortalFigures>;
}
