/**
 * The facts of one alert, as plain data. They come from the crossing's receipt, never from a fresh readiness; what is not
 * known is null and is left out of the words.
 */

export type AlertOwner = {
  name: string;
  /** Null when the owner's e-mail is nobody's in Slack; then the name stands there plainly. */
  slackUserId: string | null;
};

export type Alert = {
  /** The person's name, else the e-mail address. */
  personName: string;
  companyName: string | null;
  employees: number | null;
  /** What turned last, in the words of why-now.ts: "2nd active user at FinPilot (needs 2)". */
  whyNow: string | null;
  /** Points; null when there is no score. */
  score: number | null;
  /** Calendar days in the portal's zone, 0 being today; null when it never happened. */
  activatedDaysAgo: number | null;
  visitedPricingDaysAgo: number | null;
  hitLimitDaysAgo: number | null;
  teammatesInvited30d: number;
  keyActionsThisWeek: number;
  lastEvent: { name: string; at: number } | null;
  owner: AlertOwner | null;
  /** When the first call is due; null when nothing is due. */
  dueAt: number | null;
  /** The working time to the first call, as the playbook says it. */
  workingMinutes: number | null;
  /** When the alert is written. All moments are milliseconds since the epoch. */
  now: number;
  /** Of whoever has it, else of the portal; an IANA name. */
  zone: string;
  /** Such as app.hubspot.com or app-eu1.hubspot.com. */
  uiDomain: string;
  portalId: number;
  contactId: string | null;
  /** What RevOps wrote for the AE in the workflow action; null when nothing. */
  note: string | null;
  /** They unsubscribed from all e-mail, and the playbook lets them be called. */
  isOptedOut?: true;
  /** A trial of the alert that must not be taken for a real one. */
  test: boolean;
};
