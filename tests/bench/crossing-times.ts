/**
 * What each crossing took, from the platforms' own logs: until Slack had the message, of which HubSpot and Slack were answering
 * so long what the alert waited for, and until HubSpot had the first value and the gate.
 *
 * The alert waits for what is read of its contact and company in HubSpot, and for whom it goes to in Slack. Only from such a call's
 * arrival to its answer is taken away; what the calls cost on our side and on the way stays, and so does waiting
 * behind somebody else's call.
 */
import Database from 'better-sqlite3';
import { crossingIndex, leadDomain, leadIn } from './leads.ts';
import { coveredMs, type Span } from './spans.ts';

export type CrossingTimes = {
  wholeMs: number;
  /** Without the answers that were waited for. */
  productMs: number;
  /** Until HubSpot had what the event itself changed; null: it never did. */
  propertyMs: number | null;
  /** Until HubSpot had the gate; likewise. */
  gateMs: number | null;
};

type Answered = Span & { kind: string; ids: readonly string[] };
type Entry = { value: string; monotonicMs: number };
type HubspotRecord = { id: string; values: Record<string, string>; history: Record<string, Entry[]> };
type HubspotState = { contacts: HubspotRecord[]; companies: HubspotRecord[] };
type HubspotRequests = {
  timeOrigin: number;
  requests: { method: string; path: string; ids: string[]; monotonicMs: number; durationMs: number }[];
};
type SlackState = {
  users: { id: string; email: string | null }[];
  channels: { id: string; kind: string; members: string[] }[];
  messages: { channel: string; text: string; monotonicMs: number }[];
};
type SlackRequests = {
  timeOrigin: number;
  requests: { method: string; about: string | null; monotonicMs: number; durationMs: number }[];
};

/** Reads the platforms' logs again and again while a measure runs: they keep only the newest. */
export type AnswerLog = { read(): Promise<void>; answered(): readonly Answered[] };

export function createAnswerLog(hubspotUrl: string, slackUrl: string): AnswerLog {
  const known = new Map<string, Answered>();
  return {
    async read() {
      const hubspot = await get<HubspotRequests>(`${hubspotUrl}/sandbox/requests`);
      for (const { path, ids, monotonicMs, durationMs } of hubspot.requests) {
        if (!path.endsWith('/batch/read')) continue;
        const kind = path.startsWith('/crm/v3/objects/companies') ? 'company' : 'contact';
        const from = hubspot.timeOrigin + monotonicMs;
        known.set(`h${path}${from}`, { kind, ids, from, to: from + durationMs });
      }
      const slack = await get<SlackRequests>(`${slackUrl}/sandbox/requests`);
      for (const { method, about, monotonicMs, durationMs } of slack.requests) {
        if (about === null || method.startsWith('chat.')) continue;
        const to = slack.timeOrigin + monotonicMs;
        known.set(`s${method}${about}${to}`, { kind: 'user', ids: [about], from: to - durationMs, to });
      }
    },
    answered: () => [...known.values()],
  };
}

/** By crossing; those of whom no alert came are left out. Throws when somebody was alerted twice. */
export async function readCrossingTimes(
  databaseFile: string,
  { hubspotUrl, slackUrl, log }: { hubspotUrl: string; slackUrl: string; log: AnswerLog },
): Promise<Map<number, CrossingTimes>> {
  await log.read();
  const hubspot = await get<HubspotState>(`${hubspotUrl}/sandbox/state`);
  const slack = await get<SlackState>(`${slackUrl}/sandbox/state`);
  const { timeOrigin: hubspotOrigin } = await get<HubspotRequests>(`${hubspotUrl}/sandbox/requests?after=1e9`);
  const { timeOrigin: slackOrigin } = await get<SlackRequests>(`${slackUrl}/sandbox/requests`);

  const contactOf = new Map(hubspot.contacts.map((contact) => [contact.values.lastname ?? '', contact]));
  const companyOf = new Map(hubspot.companies.map((company) => [company.values.domain ?? '', company.id]));
  const readersOf = readersByChannel(slack);
  const answeredTo = Map.groupBy(
    log.answered().flatMap((answered) => answered.ids.map((id) => ({ about: `${answered.kind} ${id}`, ...answered }))),
    ({ about }) => about,
  );
  const receivedAt = readReceived(databaseFile);
  const times = new Map<number, CrossingTimes>();
  for (const { channel, text, monotonicMs } of slack.messages) {
    const lead = leadIn(text);
    const from = lead === null ? undefined : receivedAt.get(lead.index);
    if (lead === null || from === undefined) continue;
    if (times.has(lead.index)) throw new Error(`lead ${lead.index} was alerted twice`);
    const within = { from, to: slackOrigin + monotonicMs };
    const contact = contactOf.get(lead.name);
    const about = [
      `contact ${contact?.id}`,
      `company ${companyOf.get(leadDomain(lead.index))}`,
      ...(readersOf.get(channel) ?? []).map((reader) => `user ${reader}`),
    ];
    const answering = about.flatMap((one) => answeredTo.get(one) ?? []);
    const wholeMs = within.to - within.from;
    const since = (entry: Entry | undefined) =>
      entry === undefined ? null : hubspotOrigin + entry.monotonicMs - within.from;
    times.set(lead.index, {
      wholeMs,
      productMs: wholeMs - coveredMs(answering, within),
      propertyMs: since(contact?.history.zo_hit_limit_at?.at(-1)),
      gateMs: since(contact?.history.zo_handoff_gate?.find(({ value }) => value === 'handed_off')),
    });
  }
  return times;
}

/** The people of each direct conversation, by id and by e-mail address. */
function readersByChannel({ users, channels }: SlackState): Map<string, string[]> {
  const emailOf = new Map(users.map(({ id, email }) => [id, email]));
  return new Map(
    channels
      .filter(({ kind }) => kind === 'im')
      .map(({ id, members }) => [id, members.flatMap((member) => [member, emailOf.get(member) ?? []]).flat()]),
  );
}

/** When the door received each crossing's event, before its commit. */
function readReceived(databaseFile: string): Map<number, number> {
  const database = new Database(databaseFile, { readonly: true });
  const rows = database
    .prepare(
      `SELECT message_id, received_at FROM message_ids WHERE message_id >= 'crossing-' AND message_id < 'crossing.'`,
    )
    .all() as { message_id: string; received_at: number }[];
  database.close();
  return new Map(rows.map(({ message_id: id, received_at: at }) => [crossingIndex(id), at]));
}

async function get<Answer>(url: string): Promise<Answer> {
  return (await (await fetch(url)).json()) as Answer;
}
