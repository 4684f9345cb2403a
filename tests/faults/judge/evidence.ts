/** What is held against one another at the end: the three ledgers, and what the database says. Plain data. */
import { zstdDecompressSync } from 'node:zlib';
import type { Handoff } from '../../../backend/handoff/handoff.ts';
import type { HubspotRecord, HubspotState } from '../../../sandbox/demo/hubspot-state.ts';
import { withEvents } from '../../support/signal-events.ts';
import type { Lead, Sent } from '../client/messages.ts';
import type { ReadableStore } from '../world/engine.ts';
import { channel, owners } from '../world/playbook.ts';
import { portalId, type World } from '../world/world.ts';
import { foldPersons } from './fold.ts';

export type SlackMessage = { channel: string; ts: string; text: string };

export type StoredPerson = {
  sameAs: string[];
  userIds: string[];
  email: string | null;
  company: string | null;
  usage: object;
};

export type StoredEffect = {
  key: string;
  lane: string;
  kind: string;
  state: string;
  attempts: number;
  result: { channel?: string; ts?: string; reason?: string } | null;
};

export type Evidence = {
  /** By the movable clock, when nothing was left to do. */
  now: number;
  /** What the client sent and was told 200 for. */
  sent: Record<string, Sent>;
  acknowledged: string[];
  clientProblems: string[];
  /** Who was told to cross; each is to be alerted in both places. */
  crossed: Lead[];
  hubspot: { contacts: HubspotRecord[]; companies: HubspotRecord[] };
  slack: SlackMessage[];
  /** Names of conversations by their id: "#channel" or "@owner". */
  places: Record<string, string>;
  database: {
    /** In the order of acceptance. */
    events: { seq: number; messageId: string; receivedAt: number }[];
    messageIds: string[];
    persons: Record<string, StoredPerson>;
    activeUsers: Record<string, number>;
    handoffs: Pick<Handoff, 'handoffId' | 'personId' | 'contactId' | 'status' | 'alerts'>[];
    outbox: StoredEffect[];
    alarms: { key: string; message: string }[];
    records: {
      kind: string;
      recordId: string | null;
      wanted: Record<string, string>;
      written: Record<string, string>;
    }[];
  };
};

/** Only when everything is quiet and the nodes have stopped. */
export async function gatherEvidence(world: World, crossed: Lead[], now: number): Promise<Evidence> {
  const ledger = world.client.ledger();
  const hubspot = await world.hubspot<HubspotState>('GET', '/sandbox/state');
  type SlackState = { messages: SlackMessage[]; channels: { id: string; name: string; kind: string }[] };
  const slack = await world.slack<SlackState>('GET', '/sandbox/state');
  const sent = Object.fromEntries(ledger.sent);
  return {
    now,
    sent,
    acknowledged: [...ledger.acknowledged],
    clientProblems: ledger.wrong,
    crossed,
    hubspot: { contacts: hubspot.contacts, companies: hubspot.companies },
    slack: slack.messages.map(({ channel: id, ts, text }) => ({ channel: id, ts, text })),
    places: Object.fromEntries(slack.channels.map(({ id, name, kind }) => [id, `${kind === 'im' ? '@' : '#'}${name}`])),
    database: await readDatabase(world, sent),
  };
}

async function readDatabase(world: World, sent: Record<string, Sent>): Promise<Evidence['database']> {
  const { ask } = world.engine;
  const of = `WHERE portal_id = ${portalId}`;
  type EventRow = { seq: number; received_at: number; body_json: string };
  const eventRows = await ask<EventRow>(`SELECT seq, received_at, body_json FROM events ${of} ORDER BY seq`);
  const packed = await readPacked(world);
  const events = eventRows.map(({ seq, received_at, body_json }) => ({
    seq: Number(seq),
    receivedAt: Number(received_at),
    messageId: String(JSON.parse(body_json || packed.get(Number(seq))!).messageId),
  }));
  const ids = await ask<{ message_id: string }>(`SELECT message_id FROM message_ids ${of}`);
  const handoffs = await ask<{ handoff_json: string }>(`SELECT handoff_json FROM handoffs ${of} ORDER BY handoff_id`);
  type OutboxRow = {
    effect_key: string;
    lane: string;
    kind: string;
    state: string;
    attempts: number;
    result_json: string | null;
  };
  const outbox = await ask<OutboxRow>(`SELECT effect_key, lane, kind, state, attempts, result_json FROM outbox ${of}`);
  const alarms = await ask<{ alarm_key: string; message: string }>(`SELECT alarm_key, message FROM alarms ${of}`);
  type RecordRow = { kind: string; record_id: string | null; wanted_json: string; written_json: string };
  const records = await ask<RecordRow>(`SELECT kind, record_id, wanted_json, written_json FROM records ${of}`);
  const store = await world.engine.openStore();
  try {
    return {
      events,
      messageIds: ids.map(({ message_id }) => message_id),
      ...(await readUsage(store, Object.keys(foldPersons(sent, events).identities))),
      handoffs: handoffs.map(({ handoff_json }) => JSON.parse(handoff_json)),
      outbox: outbox.map(({ effect_key, lane, kind, state, attempts, result_json }) => {
        const result = result_json === null ? null : JSON.parse(result_json);
        return { key: effect_key, lane, kind, state, attempts: Number(attempts), result };
      }),
      alarms: alarms.map(({ alarm_key, message }) => ({ key: alarm_key, message })),
      records: records.map(({ kind, record_id, wanted_json, written_json }) => {
        return { kind, recordId: record_id, wanted: JSON.parse(wanted_json), written: JSON.parse(written_json) };
      }),
    };
  } finally {
    await store.close();
  }
}

/** By seq the texts of events that do not stand with their rows: SQLite packs neighbours together. */
async function readPacked({ engine }: World): Promise<Map<number, string>> {
  if (engine.name !== 'sqlite') return new Map();
  const blocks = await engine.ask<{ first_seq: number; bodies: Uint8Array }>(
    `SELECT first_seq, bodies FROM event_blocks WHERE portal_id = ${portalId}`,
  );
  return new Map(
    blocks.flatMap(({ first_seq, bodies }) =>
      zstdDecompressSync(bodies)
        .toString('utf8')
        .split('\n')
        .map((text, index) => [first_seq + index, text] as const),
    ),
  );
}

/** Everybody known by one of these identities, and how many people are active in each company. */
async function readUsage(store: ReadableStore, identities: string[]) {
  const names = new Map<number, string>();
  const activeUsers: Record<string, number> = {};
  for (let companyId = 1; ; companyId += 1) {
    const company = await store.company(portalId, companyId);
    if (company === null) break;
    const { groupIds, domains } = company.profile;
    const name = groupIds[0] ? `g:${groupIds[0]}` : `d:${domains[0]}`;
    names.set(companyId, name);
    if (company.activeUsers > 0) activeUsers[name] = company.activeUsers;
  }
  const byPerson = new Map<number, string[]>();
  const found = new Map<string, NonNullable<Awaited<ReturnType<ReadableStore['personByIdentity']>>>>();
  for (const identity of identities) {
    const person = await store.personByIdentity(portalId, identity);
    if (person === null) continue;
    found.set(identity, person);
    byPerson.set(person.personId, [...(byPerson.get(person.personId) ?? []), identity]);
  }
  const persons = [...found].map(([identity, { personId, companyId, profile, usage }]) => {
    const { userIds, email } = profile;
    const company = companyId === null ? null : (names.get(companyId) ?? `company ${companyId}`);
    const stored = { ...usage, signals: withEvents(usage), eventNames: [...usage.eventNames].sort() };
    return [identity, { sameAs: byPerson.get(personId)!.sort(), userIds, email, company, usage: stored }] as const;
  });
  return { persons: Object.fromEntries(persons), activeUsers };
}

/** Where each alert is to stand: with an owner, and in the channel. */
export const alertPlaces = { owners: owners.map((email) => `@${email.split('@')[0]}`), channel: `#${channel}` };
