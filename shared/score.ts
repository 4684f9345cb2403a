/** The score: points by the playbook's lines, kept within 0 to 100, always with its receipt. */
import type { ScoreLine } from './playbook.ts';
import type { Usage } from './usage.ts';

export type ReceiptLine = {
  /** The line as the playbook says it. */
  text: string;
  /** What was found, in words: "14 key actions in the last 7 days". */
  value: string;
  points: number;
};

export type Score = {
  /** 0 to 100. */
  points: number;
  receipt: ReceiptLine[];
};

/** As of the local day `today` in the portal's zone. */
export type ComputeScore = (lines: ScoreLine[], usage: Usage, today: number, dayOf: (ms: number) => number) => Score;
