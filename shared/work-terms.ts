/** How a handoff is worked once it has an AE, as the playbook says it. */

export type WorkTerms = {
  /** For how many days whoever had the contact, or somebody of the company, gets them again; 0: not at all. */
  continuityDays: number;
  /** What follows an overdue first call. */
  whenOverdue: 'tell the manager' | 'reassign';
  /** Working time between the due moment and that, in minutes; 0: at once. */
  overduePatienceMinutes: number;
  /** How often one handoff is reassigned by itself, at most: then the manager is told. */
  mostReassignments: number;
  /** Direct messages with an alert that an AE gets on one day of their zone; the others are gathered. Null: any number. */
  alertsPerDay: number | null;
  /** When no direct message is sent, by the AE's local clock; may span midnight. Null: at any hour. */
  quietHours: QuietHours | null;
  /** Alerts about people of one company within this time share a thread; 0: none do. */
  threadHours: number;
};

/** Minutes since local midnight. */
export type QuietHours = { fromMinute: number; toMinute: number };

export const defaultWorkTerms: WorkTerms = {
  continuityDays: 180,
  whenOverdue: 'tell the manager',
  overduePatienceMinutes: 60,
  mostReassignments: 2,
  alertsPerDay: null,
  quietHours: null,
  threadHours: 24,
};

export const defaultHigherBar = 10;
export const defaultEscalateAfterMinutes = 240;
export const defaultNotAFit = {
  leadStatus: 'UNQUALIFIED',
  reasons: ['Wrong role', 'Too small', 'Student or hobby', 'Competitor', 'No budget', 'Other'],
};
