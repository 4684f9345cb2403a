/** What tells the next start that the database was put back from a backup. */

/**
 * Messages in Slack name their handoff by its number, and numbers given since the backup are in messages that are still there:
 * they are not given again. More than anybody hands off between two backups.
 */
export const skippedNumbers = 10_000;

/** The row of `settings` that tells it, for each portal. */
export const restoredSetting = 'restored';

export type RestoredMark = {
  /** As of when the database is; null when nothing says. */
  takenAt: number | null;
  restoredAt: number;
  /** Until when nothing new is posted; set at the first start. */
  quietUntil?: number;
};
