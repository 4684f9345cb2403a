/** The store, HubSpot and Slack held against one another at the end of a simulated day: what does not agree, in words. */
import type { Handoff } from '../../backend/handoff/handoff.ts';
import { handoffStatuses, isOpen } from '../../backend/handoff/handoff.ts';
import { firstCallStatus } from '../../backend/handoff/handoff-values.ts';
import { messageView, showsOf } from '../../backend/handoff/message-view.ts';
import { endsOf, type MoveRow, moves } from '../../backend/handoff/moves.ts';
import type { HubspotRecord, HubspotState } from '../../sandbox/demo/hubspot-state.ts';
import type { RunningProduct } from './running-product.ts';
import { actionsOf, allHandoffs, type DaySlack, largeFirm, leadEmail, range } from './simulated-sides.ts';

type CallCounts = Record<string, { calls: number; byStatus: Record<string, number> }>;
export type ComparedSides = {
  handoffs: number;
  byStatus: Record<string, number>;
  hubspotCalls: number;
  slackCalls: number;
  hubspotRefusedForRate: number;
  /** What does not agree, in words; empty when all does. */
  disagreements: string[];
};

/** `expected`: how many leads crossed. */
export async function compareSides(product: RunningProduct, expected: number): Promise<ComparedSides> {
  const handoffs = await allHandoffs(product);
  const hubspot = await product.hubspotState();
  const slack = await product.slack<DaySlack>('GET', '/sandbox/state');
  const { alarms } = await product.portal();
  const contacts = new Map(hubspot.contacts.map((contact) => [contact.id, contact]));
  const crossed = hubspot.contacts.filter(({ values }) => /^lead\d+@/.test(values.email ?? ''));
  const disagreements = [
    ...missingLeads(crossed, handoffs, expected),
    ...handoffs.flatMap((handoff) => legal(handoff)),
    ...newestOfEach(handoffs).flatMap((handoff) => agreesWithHubspot(handoff, contacts)),
    ...handedOffAgain(handoffs),
    ...unreviewed(handoffs, hubspot),
    ...handoffs.flatMap((handoff) => agreesWithSlack(handoff, slack, alarms)),
    ...postedTwice(slack),
  ];
  const { byRoute } = await product.hubspot<{ byRoute: CallCounts }>('GET', '/sandbox/requests?after=999999999');
  const calls = Object.entries(byRoute).flatMap(([route, made]) => (route.includes('/sandbox/') ? [] : [made]));
  return {
    handoffs: handoffs.length,
    byStatus: tally(handoffs.map(({ status }) => status)),
    hubspotCalls: calls.reduce((sum, made) => sum + made.calls, 0),
    hubspotRefusedForRate: calls.reduce((sum, { byStatus }) => sum + (byStatus[429] ?? 0), 0),
    slackCalls: Object.values(slack.requestCounts).reduce((sum, count) => sum + count, 0),
    disagreements,
  };
}

/** Nobody who crossed is lost on the way. */
function missingLeads(inHubspot: HubspotRecord[], handoffs: Handoff[], expected: number): string[] {
  const emails = new Set(inHubspot.map(({ values }) => values.email));
  const missing = range(0, expected).filter((index) => !emails.has(leadEmail(index)));
  const handedOff = new Set(handoffs.map(({ personId }) => personId)).size;
  return [
    ...missing.map((index) => `${leadEmail(index)} is not in HubSpot`),
    ...(handedOff >= expected ? [] : [`${expected} leads crossed, and ${handedOff} have a handoff`]),
  ];
}

const reachable = new Set<string>([
  'waiting',
  'in_review',
  ...Object.values<MoveRow>(moves).flatMap(({ ways }) => ways.map((way) => endsOf(way)[1])),
]);

function legal(handoff: Handoff): string[] {
  const { handoffId, status, closedAt, owner, dueAt, touch, timers } = handoff;
  const wrong = [
    handoffStatuses.includes(status) && reachable.has(status) ? null : `has status ${status}`,
    isOpen(status) === (closedAt === null) ? null : `is ${status} and closed at ${closedAt}`,
    isOpen(status) || Object.keys(timers).length === 0 ? null : 'is over and has timers',
    status !== 'engaged' || touch !== null ? null : 'is engaged without a touch',
    owner === null || touch !== null || dueAt !== null ? null : 'has an owner and nothing due',
  ];
  return wrong.flatMap((words) => (words === null ? [] : [`handoff ${handoffId} ${words}`]));
}

function agreesWithHubspot(handoff: Handoff, contacts: ReadonlyMap<string, HubspotRecord>): string[] {
  const contact = handoff.contactId === null ? undefined : contacts.get(handoff.contactId);
  if (contact === undefined) return [`handoff ${handoff.handoffId} has no contact in HubSpot`];
  const { values } = contact;
  const wanted: Record<string, string | undefined> = {
    zo_handoff_status: handoff.status,
    zo_sla_status: firstCallStatus(handoff) || undefined,
    zo_handoff_owner: handoff.owner?.id,
    ...(isOpen(handoff.status) && handoff.owner !== null && handoff.status !== 'return_due'
      ? { hubspot_owner_id: handoff.owner.id }
      : {}),
    ...(handoff.status === 'returned' ? { lifecyclestage: 'marketingqualifiedlead' } : {}),
  };
  return Object.entries(wanted).flatMap(([name, value]) =>
    (values[name] || undefined) === value
      ? []
      : [`handoff ${handoff.handoffId}: HubSpot has ${name} ${values[name]}, the store ${value}`],
  );
}

/** Every message shows what the handoff is, or the operator was told why it does not. */
function agreesWithSlack(
  handoff: Handoff,
  { messages }: DaySlack,
  alarms: { key: string; message: string }[],
): string[] {
  return Object.entries(handoff.alerts).flatMap(([key, alert]) => {
    if (alert.state === 'queued') return [`handoff ${handoff.handoffId}: ${key} is still queued`];
    if (alert.state === 'unconfirmed') {
      return alarms.some((alarm) => alarm.key === `unconfirmed:${key}`) ? [] : [`nobody was told of ${key}`];
    }
    if (alert.state !== 'posted') return [];
    const message = messages.find(({ channel, ts }) => channel === alert.channel && ts === alert.ts);
    if (message === undefined) return [`${key} is not in Slack`];
    const view = messageView(handoff, key);
    if (alert.shows !== undefined && alert.shows !== showsOf(view)) return [`${key} shows ${alert.shows}`];
    const offered = actionsOf(message.blocks).length;
    return offered === view.buttons.length
      ? []
      : [`${key} offers ${offered} of ${view.buttons.length} things to press`];
  });
}

/** One alert for each lead in each conversation. */
function postedTwice({ messages }: DaySlack): string[] {
  const seen = new Set<string>();
  return messages.flatMap(({ channel, text }) => {
    const lead = /^New SQL: (Lead N\d+x)/.exec(text)?.[1];
    if (lead === undefined) return [];
    const key = `${channel} ${lead}`;
    if (seen.has(key)) return [`${lead} was alerted twice in ${channel}`];
    seen.add(key);
    return [];
  });
}

/** HubSpot shows the newest handoff of a person. */
function newestOfEach(handoffs: Handoff[]): Handoff[] {
  const newest = new Map<number, Handoff>();
  for (const handoff of handoffs) {
    const known = newest.get(handoff.personId);
    if (known === undefined || known.handoffId < handoff.handoffId) newest.set(handoff.personId, handoff);
  }
  return [...newest.values()];
}

/** Within one day nobody is handed off twice, but after a withdrawal of which nobody was told. */
function handedOffAgain(handoffs: Handoff[]): string[] {
  const told = handoffs.filter(({ status }) => status !== 'withdrawn');
  return told.flatMap(({ handoffId, personId, status }) => {
    const other = told.find((one) => one.personId === personId && one.handoffId < handoffId);
    return other === undefined ? [] : [`handoff ${handoffId} (${status}) follows ${other.handoffId} (${other.status})`];
  });
}

/** Whoever is at a large company was looked at first, though HubSpot had no such contact when they crossed. */
function unreviewed(handoffs: Handoff[], { companies, contacts }: HubspotState): string[] {
  const domains = new Set(
    companies.filter(({ values }) => Number(values.numberofemployees) >= largeFirm).map(({ values }) => values.domain),
  );
  const atLarge = new Set(
    contacts.filter(({ values }) => domains.has(values.email?.split('@')[1])).map((contact) => contact.id),
  );
  return handoffs.flatMap(({ handoffId, contactId, review }) => {
    const isLarge = contactId !== null && atLarge.has(contactId);
    if (isLarge === (review !== null)) return [];
    return [
      `handoff ${handoffId} is ${isLarge ? '' : 'not '}at a large company and was ${isLarge ? 'not ' : ''}reviewed`,
    ];
  });
}

function tally(words: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
