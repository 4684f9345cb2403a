/**
 * Holds the ledgers against the database. A pure function over what was gathered; every finding is a sentence, by what it
 * would mean for a customer. Nothing found is what is promised.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Lead } from '../client/messages.ts';
import { alertPlaces, type Evidence, type SlackMessage } from './evidence.ts';
import { foldUsage } from './fold.ts';

export type Verdict = {
  /** Told 200, and not kept. */
  lost: string[];
  /** Kept twice, or kept and never sent. */
  countedTwice: string[];
  /** Not what the plain fold over the events says. */
  wrongUsage: string[];
  /** A person alerted twice in one place. */
  duplicateAlerts: string[];
  /** Who crossed and was neither alerted nor listed. */
  missingAlerts: string[];
  /** In Slack, and neither known as posted nor listed as unconfirmed. */
  unlisted: string[];
  /** HubSpot has other values than were acknowledged or wanted, or a record twice. */
  wrongInHubspot: string[];
  /** Left undone although nothing hinders it. */
  leftOver: string[];
};

export type Counts = { [finding in keyof Verdict]: number };

export function judge(evidence: Evidence): Verdict {
  return {
    lost: findLost(evidence),
    countedTwice: findCountedTwice(evidence),
    wrongUsage: findWrongUsage(evidence),
    duplicateAlerts: findDuplicateAlerts(evidence),
    missingAlerts: findMissingAlerts(evidence),
    unlisted: findUnlisted(evidence),
    wrongInHubspot: findWrongInHubspot(evidence),
    leftOver: findLeftOver(evidence),
  };
}

export function countFindings(verdict: Verdict): Counts {
  return Object.fromEntries(Object.entries(verdict).map(([finding, words]) => [finding, words.length])) as Counts;
}

function findLost({ acknowledged, database }: Evidence): string[] {
  const ids = new Set(database.messageIds);
  const events = new Set(database.events.map(({ messageId }) => messageId));
  return acknowledged.flatMap((id) => [
    ...(ids.has(id) ? [] : [`${id} was acknowledged, and its id is not there`]),
    ...(events.has(id) ? [] : [`${id} was acknowledged, and its event is not there`]),
  ]);
}

function findCountedTwice({ sent, database, clientProblems }: Evidence): string[] {
  const seen = new Set<string>();
  const twice = database.events.flatMap(({ messageId, seq }) => {
    if (seen.has(messageId)) return [`${messageId} is there again as event ${seq}`];
    seen.add(messageId);
    return sent[messageId] === undefined ? [`${messageId} is there, and nobody sent it`] : [];
  });
  return [...twice, ...clientProblems];
}

function findWrongUsage(evidence: Evidence): string[] {
  const expected = foldUsage(evidence);
  const { persons, activeUsers } = evidence.database;
  const everybody = new Set([...Object.keys(expected.persons), ...Object.keys(persons)]);
  const wrong = [...everybody].flatMap((identity) =>
    isDeepStrictEqual(plain(persons[identity]), plain(expected.persons[identity]))
      ? []
      : [`${identity} has ${show(persons[identity])}, the events say ${show(expected.persons[identity])}`],
  );
  const companies = new Set([...Object.keys(expected.activeUsers), ...Object.keys(activeUsers)]);
  const miscounted = [...companies].flatMap((name) =>
    activeUsers[name] === expected.activeUsers[name]
      ? []
      : [`${name} has ${activeUsers[name]} active users, the events say ${expected.activeUsers[name]}`],
  );
  return [...wrong, ...miscounted];
}

const plain = (value: unknown) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
const show = (value: unknown) => JSON.stringify(value)?.slice(0, 1_500) ?? 'nothing';

function alertsOf({ slack, places }: Evidence, { lastName }: Lead): { message: SlackMessage; place: string }[] {
  return slack
    .filter(
      ({ text }) => text.startsWith(`New SQL: Lead ${lastName} `) || text.startsWith(`New SQL: Lead ${lastName}\n`),
    )
    .map((message) => ({ message, place: places[message.channel] ?? message.channel }));
}

function findDuplicateAlerts(evidence: Evidence): string[] {
  return evidence.crossed.flatMap((lead) => {
    const inPlaces = alertsOf(evidence, lead).map(({ place }) => place);
    const inChannel = inPlaces.filter((place) => place === alertPlaces.channel).length;
    const toOwners = inPlaces.length - inChannel;
    return [
      ...(inChannel > 1 ? [`${lead.email} was alerted ${inChannel} times in the channel`] : []),
      ...(toOwners > 1 ? [`${lead.email} was alerted ${toOwners} times to owners: ${inPlaces.join(', ')}`] : []),
    ];
  });
}

const isListed = ({ database }: Evidence, key: string) =>
  database.alarms.some((alarm) => alarm.key === `unconfirmed:${key}`);

/** Each lead has one handoff, whose two alerts are each in Slack or listed as unconfirmed. */
function findMissingAlerts(evidence: Evidence): string[] {
  const { database, hubspot } = evidence;
  return evidence.crossed.flatMap((lead) => {
    const contacts = hubspot.contacts.filter(
      ({ values, archivedAt }) => values.email === lead.email && archivedAt === null,
    );
    const ids = contacts.map(({ id }) => id);
    const handoffs = database.handoffs.filter(({ contactId }) => contactId !== null && ids.includes(contactId));
    if (handoffs.length !== 1) return [`${lead.email} crossed, and has ${handoffs.length} handoffs`];
    const { handoffId, alerts } = handoffs[0]!;
    const posted = alertsOf(evidence, lead);
    return (['channel', 'dm'] as const).flatMap((kind) => {
      const [key, alert] = Object.entries(alerts).find(([one]) => one.startsWith(`alert:${handoffId}:${kind}:`)) ?? [];
      if (key === undefined || alert === undefined) return [`${lead.email}: no alert to the ${kind} was planned`];
      const isThere = posted.some(({ place }) => (kind === 'channel') === (place === alertPlaces.channel));
      if (isThere || (alert.state === 'unconfirmed' && isListed(evidence, key))) return [];
      return [`${lead.email}: ${key} is ${alert.state}, not in Slack and not listed`];
    });
  });
}

/** Every message in Slack is one that the database knows as posted, or one whose key is listed as unconfirmed. */
function findUnlisted(evidence: Evidence): string[] {
  const { database, slack, places } = evidence;
  const addressOf = ({ channel, ts }: { channel?: string; ts?: string }) => `${channel} ${ts}`;
  const known = new Set(
    [
      ...database.handoffs.flatMap(({ alerts }) => Object.values(alerts)),
      ...database.outbox.flatMap(({ state, result }) => (state === 'done' && result ? [result] : [])),
    ].map((posted) => addressOf(posted as { channel?: string; ts?: string })),
  );
  const orphans = slack.filter((message) => !known.has(addressOf(message)));
  const unconfirmed = database.outbox.filter(({ state, kind }) => state === 'unconfirmed' && kind.startsWith('post '));
  const unlisted = unconfirmed.filter(({ key }) => !isListed(evidence, key));
  const unknown = orphans.flatMap((message) => {
    const place = places[message.channel] ?? message.channel;
    const index = unconfirmed.findIndex(({ key, lane }) => fits(evidence, message, place, key, lane));
    if (index === -1) return [`in ${place} stands "${message.text.slice(0, 60)}", which nobody knows or lists`];
    unconfirmed.splice(index, 1);
    return [];
  });
  return [...unknown, ...unlisted.map(({ key }) => `${key} is unconfirmed, and nobody is told`)];
}

/** Whether the message may be the one of this key. */
function fits(evidence: Evidence, { text }: SlackMessage, place: string, key: string, lane: string): boolean {
  const isAlert = key.startsWith('alert:');
  if (!isAlert) return !text.startsWith('New SQL: ');
  const lead = evidence.crossed.find(({ lastName }) => text.includes(` ${lastName}`));
  const handoff = evidence.database.handoffs.find(({ handoffId }) => key.startsWith(`alert:${handoffId}:`));
  const contact = evidence.hubspot.contacts.find(({ id }) => id === handoff?.contactId);
  if (lead === undefined || contact?.values.email !== lead.email) return false;
  return lane === `slack:${place}` || (place.startsWith('@') && lane.startsWith(`slack:${place}@`));
}

/** Written at most hourly where no rule needs it. */
const writtenNowAndThen = new Set(['zo_last_active_at']);

function findWrongInHubspot({ database, hubspot }: Evidence): string[] {
  const findings: string[] = [];
  const emails = new Map<string, string>();
  for (const { id, values, archivedAt } of hubspot.contacts) {
    const email = values.email ?? '';
    if (archivedAt !== null || email === '') continue;
    const other = emails.get(email);
    if (other !== undefined) findings.push(`${email} is in HubSpot as ${other} and as ${id}`);
    emails.set(email, id);
  }
  for (const { kind, recordId, wanted, written } of database.records) {
    if (recordId === null) continue;
    const records = kind === 'contact' ? hubspot.contacts : hubspot.companies;
    const values = records.find(({ id }) => id === recordId)?.values;
    if (values === undefined) {
      findings.push(`${kind} ${recordId} is not in HubSpot`);
      continue;
    }
    for (const [name, value] of Object.entries(written)) {
      if ((values[name] ?? '') !== value) {
        findings.push(`${kind} ${recordId}: ${name} is ${values[name]} in HubSpot, acknowledged was ${value}`);
      }
    }
    for (const [name, value] of Object.entries(wanted)) {
      if (writtenNowAndThen.has(name) || (values[name] ?? '') === value) continue;
      findings.push(`${kind} ${recordId}: ${name} is ${values[name]} in HubSpot, wanted is ${value}`);
    }
  }
  return findings;
}

/** What waits for a later hour and has never been tried is as it should be. */
function findLeftOver({ database }: Evidence): string[] {
  return database.outbox.flatMap(({ key, state, attempts, result }) =>
    ['claimed', 'sending', 'failed'].includes(state) || (state === 'pending' && attempts > 0)
      ? [`${key} is ${state}${result?.reason ? `: ${result.reason}` : ''}`]
      : [],
  );
}
