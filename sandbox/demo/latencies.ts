/** The three latencies of the newest handoff, from the platforms' own times and the moment the event was sent. */
import { companyOf, contactByEmail, enrolmentsOf, type HubspotRecord, type HubspotState } from './hubspot-state.ts';
import type { Latencies } from './page-state.ts';
import type { SlackState } from './slack-view.ts';

export const noLatencies: Latencies = {
  of: null,
  eventToPropertyMs: null,
  propertyToActionMs: null,
  actionToSlackMs: null,
  companyIsNew: false,
};

/**
 * `sentBefore`: when the newest event before a moment was sent, the one that made the contact cross; so the way to the
 * service and its commit are in the figure. The property is the gate, which is written last; the action is the first of ours in the workflow; the alert is the first message after the alert's action
 * was called. Without a workflow the gate's write stands for the action.
 */
export function measureLatencies(
  hubspot: HubspotState,
  slack: SlackState,
  contact: HubspotRecord,
  sentBefore: (at: number) => number | null,
): Latencies {
  const opened = contact.history.zo_handoff_gate?.findLast((entry) => entry.value === 'open');
  if (!opened) return noLatencies;
  const sentAt = sentBefore(opened.at);
  const enrolment = enrolmentsOf(hubspot, contact.id).find((one) => one.scheduledAt >= opened.at);
  const ours = enrolment?.steps.filter((step) => step.actionTypeId.startsWith('1-')) ?? [];
  const [first] = ours;
  const alertCalledAt = ours.at(-1)?.startedAt ?? opened.at;
  const link = `/0-1/${contact.id}`;
  const alert = slack.messages.find((one) => one.at >= alertCalledAt && JSON.stringify(one).includes(link));
  const company = companyOf(hubspot, contact.id);
  const { firstname = '', lastname = '', email = '' } = contact.values;
  return {
    of: `${firstname} ${lastname}`.trim() || email,
    eventToPropertyMs: sentAt === null ? null : opened.at - sentAt,
    propertyToActionMs: first ? first.startedAt - opened.at : null,
    actionToSlackMs: alert ? alert.at - alertCalledAt : null,
    companyIsNew: sentAt !== null && company !== undefined && company.createdAt >= sentAt,
  };
}

/** The contact whose gate opened last. */
export function newestHandoff(hubspot: HubspotState): HubspotRecord | null {
  let newest: { contact: HubspotRecord; at: number } | null = null;
  for (const contact of hubspot.contacts) {
    const opened = contact.history.zo_handoff_gate?.findLast((entry) => entry.value === 'open');
    if (opened && opened.at > (newest?.at ?? 0)) newest = { contact, at: opened.at };
  }
  return newest && (contactByEmail(hubspot, newest.contact.values.email ?? '') ?? newest.contact);
}
