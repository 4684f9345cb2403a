/**
 * How many alerts an AE was sent today, and the list of those beyond what the playbook allows. Of each AE only the newest day
 * is kept; all alerts to one AE go through one lane, so nobody else writes it meanwhile.
 */
import { localDay } from '@zo/shared';
import { workingTimeOf } from '../handoff/owner-hours.ts';
import type { SlackLane } from './slack-lane.ts';

export type AlertDay = {
  /** Of the AE's zone. */
  day: number;
  posted: number;
  /** The list's message; null while there is none. */
  list: { channel: string; ts: string } | null;
  /** Handoffs in the list, in the order in which they came. */
  gathered: number[];
};

type BudgetLane = Pick<SlackLane, 'portalId' | 'store' | 'state' | 'clock'>;

function settingOf(email: string): string {
  return `alerts to ${email}`;
}

/** Null: the playbook allows any number. */
export async function readAlertDay({ portalId, store, state, clock }: BudgetLane, email: string) {
  const { alertsPerDay } = state.playbook.handoff.work;
  if (alertsPerDay === null) return null;
  const { zone } = workingTimeOf(state.playbook, state.portal.timeZone, email);
  const today = localDay(clock.now(), zone);
  const stored = (await store.setting(portalId, settingOf(email))) as AlertDay | null;
  const day: AlertDay = stored?.day === today ? stored : { day: today, posted: 0, list: null, gathered: [] };
  return { day, isOver: day.posted >= alertsPerDay };
}

/** As it was saved, whatever the playbook now says of budgets. */
export async function readAlertList({ portalId, store }: Pick<BudgetLane, 'portalId' | 'store'>, email: string) {
  return (await store.setting(portalId, settingOf(email))) as AlertDay | null;
}

export async function saveAlertDay({ portalId, store, clock }: BudgetLane, email: string, day: AlertDay) {
  await store.saveSetting(portalId, settingOf(email), day, clock.now());
}
