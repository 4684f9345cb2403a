/**
 * What happened to one person, newest first, a page at a time: their events and what was decided and done about them. Events
 * are read in their order of acceptance, in which there is a place to go on from; each shows when it happened.
 */
import { localMoment, type TimelineChoice, type TimelineEntry, type TimelineMark, type TimelinePage } from '@zo/shared';
import type { NormalisedEvent } from '../ingest/event.ts';
import { receiptLink, receiptWords } from '../receipts/describe-receipt.ts';
import type { CardStore, PersonEvent } from '../store/card-store.ts';
import type { Receipt, ReceiptStore } from '../store/receipt-store.ts';
import type { Normalise } from '../store/store.ts';
import type { CompiledRules } from '../usage/compile-rules.ts';
import { listedName, signalsOf } from '../usage/fold-event.ts';

const pageSize = 40;
const readAtOnce = 200;
/** Of one request. Whoever is looked for further back is found by asking on. */
const mostEventsRead = 2_000;

/** Only what is older than both. */
export type TimelinePlace = { event: number; receipt: number };

export const newestPlace: TimelinePlace = { event: Number.MAX_SAFE_INTEGER, receipt: Number.MAX_SAFE_INTEGER };

export type TimelineParts = {
  store: Pick<CardStore, 'personEvents'> & Pick<ReceiptStore, 'receipts'>;
  portalId: number;
  personId: number;
  rules: CompiledRules;
  normalise: Normalise;
  timeZone: string;
  /** What moments in words are told from. */
  now: number;
};

export async function timelinePage(
  parts: TimelineParts,
  place: TimelinePlace,
  only: TimelineChoice | null,
): Promise<TimelinePage> {
  const { store, portalId, personId } = parts;
  const [events, receipts] = await Promise.all([
    only === 'marks' ? nothingRead(place) : findEvents(parts, place.event, only),
    only === null || only === 'marks'
      ? store.receipts(portalId, { personId, before: place.receipt, limit: pageSize + 1 })
      : [],
  ]);
  const found = [
    ...events.found.map(({ event, seq }) => ({ order: event.receivedAt, entry: eventEntry(event, seq, parts), seq })),
    ...receipts.map((receipt) => ({ order: receipt.at, entry: markEntry(receipt, parts), receipt })),
  ].toSorted((one, other) => other.order - one.order || rank(other) - rank(one));
  const taken = found.slice(0, pageSize);
  const oldest = { event: place.event, receipt: place.receipt };
  for (const one of taken) {
    if ('seq' in one) oldest.event = one.seq;
    else oldest.receipt = one.receipt.receiptId;
  }
  if (taken.length === found.length) oldest.event = Math.min(oldest.event, events.readTo);
  const hasOlder = found.length > taken.length || events.hasOlder;
  return {
    entries: taken.map(({ entry }) => entry).toSorted((one, other) => other.at - one.at),
    older: hasOlder ? placeWords(oldest) : null,
  };
}

/** What an event led to stands above it. */
function rank(one: object): number {
  return 'receipt' in one ? 1 : 0;
}

export function placeWords({ event, receipt }: TimelinePlace): string {
  return `${event}.${receipt}`;
}

export function readPlace(text: string): TimelinePlace {
  const [event, receipt] = text.split('.').map(Number);
  return { event: event!, receipt: receipt! };
}

type EventChoice = Exclude<TimelineChoice, 'marks'>;
type Found = { found: { event: NormalisedEvent; seq: number }[]; readTo: number; hasOlder: boolean };

async function nothingRead({ event }: TimelinePlace): Promise<Found> {
  return { found: [], readTo: event, hasOlder: false };
}

/** One more than a page, so that it is known whether there is another one. */
async function findEvents(
  { store, portalId, personId, rules, normalise }: TimelineParts,
  before: number,
  only: EventChoice | null,
): Promise<Found> {
  const found: Found['found'] = [];
  let readTo = before;
  for (let read = 0; read < mostEventsRead; ) {
    const limit = only === null ? pageSize + 1 : readAtOnce;
    const page = await store.personEvents(portalId, personId, { before: readTo, limit });
    read += page.length;
    for (const kept of page) {
      const event = readEvent(kept, normalise);
      if (only === null || isChosen(event, only, rules)) found.push({ event, seq: kept.seq });
      readTo = kept.seq;
      if (found.length > pageSize) return { found, readTo, hasOlder: true };
    }
    if (page.length < limit) return { found, readTo, hasOlder: false };
  }
  return { found, readTo, hasOlder: true };
}

function readEvent({ body, receivedAt, source }: PersonEvent, normalise: Normalise): NormalisedEvent {
  return normalise(body, receivedAt, source);
}

function isChosen(event: NormalisedEvent, only: EventChoice, rules: CompiledRules): boolean {
  const [kind, name] = [only.slice(0, only.indexOf(':')), only.slice(only.indexOf(':') + 1)];
  return kind === 'signal' ? signalsOf(event, rules).includes(name) : nameOf(event) === name;
}

function eventEntry(event: NormalisedEvent, seq: number, { rules }: TimelineParts): TimelineEntry {
  return { kind: 'event', id: `e${seq}`, at: event.eventAt, name: nameOf(event), signals: signalsOf(event, rules) };
}

function nameOf(event: NormalisedEvent): string {
  switch (event.type) {
    case 'track':
    case 'page':
      return listedName(event) ?? 'Event';
    case 'screen':
      return `Screen ${event.name ?? ''}`.trimEnd();
    case 'group':
      return `Joined group ${event.groupId}`;
    case 'alias':
      return `Known by another id: ${event.previousId}`;
    case 'identify':
      return 'Told who they are';
  }
}

const marks: Record<string, TimelineMark> = {
  crossing: 'crossing',
  handoff: 'handoff',
  assignment: 'handoff',
  reassignment: 'handoff',
  alert: 'alert',
  work: 'touch',
  review: 'review',
  return: 'return',
};

function markEntry(receipt: Receipt, { timeZone, now }: TimelineParts): TimelineEntry {
  const [words = receipt.kind] = receiptWords(receipt, (at) => localMoment(at, timeZone, now));
  const link = receiptLink(receipt);
  return {
    kind: 'mark',
    id: `r${receipt.receiptId}`,
    at: receipt.at,
    mark: marks[receipt.kind] ?? 'other',
    words,
    link,
  };
}
