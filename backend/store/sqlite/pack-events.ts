/** Packs the texts of events once they have stood for a while; see event-blocks.ts. */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { SqliteConnection } from './connection.ts';
import { eventsInBlock, firstOfBlock, isInBlock, saveBlock } from './event-blocks.ts';

/** The newest of a portal stay as they came: they are read most, and those of a block are there together. */
export const eventsLeftLoose = 1024;
/** In one transaction: what the main thread is held for. */
const blocksAtOnce = 8;

/**
 * What is packed leaves pages free, which the next events take. In a file from before there was packing they would take years: as long as
 * there are so many (16 MB) nothing more is packed. Whoever erases people overwrites them all.
 */
const mostFreePages = 4096;

export type Packing = { stop(): void };

export type PackingOptions = {
  everyMs?: number;
  /** Of every `everyMs`: the main thread has other things to do. */
  mostMs?: number;
  onError: (error: unknown) => void;
};

export function keepEventsPacked(
  connection: SqliteConnection,
  { everyMs = 1000, mostMs = 20, onError }: PackingOptions,
): Packing {
  let isStopped = false;
  let isAtWork = false;
  const portals: Loose[] = [];

  async function pack(): Promise<void> {
    isAtWork = true;
    try {
      for (let worked = 0; !isStopped && worked < mostMs && freePages(connection) < mostFreePages; ) {
        const from = performance.now();
        const next = packNext(connection, portals, eventsLeftLoose);
        worked += performance.now() - from;
        if (!next) break;
        await letOthersRun();
      }
    } catch (error) {
      onError(error);
    } finally {
      isAtWork = false;
    }
  }

  const timer = setInterval(() => {
    if (!isAtWork) void pack();
  }, everyMs);
  timer.unref();
  return {
    stop() {
      isStopped = true;
      clearInterval(timer);
    },
  };
}

const freePages = ({ database }: SqliteConnection) => database.pragma('freelist_count', { simple: true }) as number;

/** Everything that is to be packed. `left`: so many of the newest stay as they are. */
export function packAll(connection: SqliteConnection, left = eventsLeftLoose): void {
  const portals: Loose[] = [];
  while (packNext(connection, portals, left));
}

/**
 * A few blocks of the next portal that has events to pack, one after the other; false: there is none. `portals`: those found that are
 * still to come. A power cut may undo it, which loses nothing.
 */
function packNext(connection: SqliteConnection, portals: Loose[], left: number): boolean {
  if (portals.length === 0) portals.push(...portalsWithLooseEvents(connection, left));
  const next = portals.pop();
  if (next === undefined) return false;
  const { portalId, packed, newest } = next;
  connection.unflushed(() => connection.transaction(() => packPortal(connection, portalId, packed, newest - left)));
  return true;
}

/** `packed`: everything up to there is. */
type Loose = { portalId: number; packed: number; newest: number };

/** Who has a block of them: the next event that is in none stands far enough behind the newest. */
function portalsWithLooseEvents(connection: SqliteConnection, left: number): Loose[] {
  return connection
    .statement<Loose & { next: number | null }>(
      `SELECT portal_id AS portalId, packed, newest,
         (SELECT min(e.seq) FROM events e WHERE e.portal_id = loose.portal_id AND e.seq > packed) AS next
       FROM (SELECT c.portal_id, c.value AS newest, coalesce(${eventsInBlock - 1} +
           (SELECT max(b.first_seq) FROM event_blocks b WHERE b.portal_id = c.portal_id), 0) AS packed
         FROM counters c WHERE c.name = 'event') AS loose
       WHERE newest - packed >= ?`,
    )
    .all(left + eventsInBlock)
    .filter(({ next, newest }) => next !== null && lastOfBlock(next) <= newest - left);
}

const lastOfBlock = (seq: number) => firstOfBlock(seq) + eventsInBlock - 1;

type EventRow = { seq: number; person_id: number | null; received_at: number; source: string; body_json: string };

/** Up to `last`. Within a transaction. */
function packPortal(connection: SqliteConnection, portalId: number, packed: number, last: number): void {
  const next = connection.statement<{ seq: number }>(
    'SELECT seq FROM events WHERE portal_id = ? AND seq > ? ORDER BY seq LIMIT 1',
  );
  let after = packed;
  for (let blocks = 0; blocks < blocksAtOnce; blocks += 1) {
    const seq = next.get(portalId, after)?.seq;
    if (seq === undefined) return;
    after = lastOfBlock(seq);
    if (after > last) return;
    packBlock(connection, portalId, firstOfBlock(seq), after);
  }
}

function packBlock(connection: SqliteConnection, portalId: number, first: number, last: number): void {
  const texts = Array<string>(eventsInBlock).fill('');
  // Where a row becomes shorter in its place, its page keeps the room.
  const rows = connection
    .statement<EventRow>(
      `DELETE FROM events WHERE portal_id = ? AND seq BETWEEN ? AND ?
       RETURNING seq, person_id, received_at, source, body_json`,
    )
    .all(portalId, first, last);
  const keep = connection.statement(
    `INSERT INTO events (portal_id, seq, person_id, received_at, source, body_json) VALUES (?, ?, ?, ?, ?, '${isInBlock}')`,
  );
  for (const { seq, person_id, received_at, source, body_json } of rows) {
    texts[seq - first] = body_json;
    keep.run(portalId, seq, person_id, received_at, source);
  }
  saveBlock(connection, portalId, first, texts);
}
