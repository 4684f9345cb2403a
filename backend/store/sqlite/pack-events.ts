/** Packs the texts of events once they have stood for a while; see event-blocks.ts. */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { SqliteConnection } from './connection.ts';
import { eventsInBlock, firstOfBlock, isInBlock, saveBlock } from './event-blocks.ts';

/** The newest of a portal stay as they came: they are read most, and those of a block are there together. */
export const eventsLeftLoose = 1024;
const blocksAtOnce = 8;

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

  async function pack(): Promise<void> {
    isAtWork = true;
    try {
      let worked = 0;
      while (!isStopped && worked < mostMs) {
        const from = performance.now();
        if (!packSome(connection)) break;
        worked += performance.now() - from;
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

/**
 * A few blocks of each portal that has events to pack; false: there was none. `left`: so many of the newest stay as they are. A
 * power cut may undo it, which loses nothing.
 */
export function packSome(connection: SqliteConnection, left = eventsLeftLoose): boolean {
  let isPacked = false;
  for (const { portalId, packed, newest } of portalsWithLooseEvents(connection, left)) {
    const pack = () => packPortal(connection, portalId, packed, newest - left);
    if (connection.unflushed(() => connection.transaction(pack)) > 0) isPacked = true;
  }
  return isPacked;
}

type Loose = { portalId: number; packed: number; newest: number };

/** `packed`: everything up to there is. */
function portalsWithLooseEvents(connection: SqliteConnection, left: number): Loose[] {
  return connection
    .statement<Loose>(
      `SELECT portal_id AS portalId, packed, newest FROM (
         SELECT c.portal_id, c.value AS newest, coalesce(${eventsInBlock - 1} +
           (SELECT max(b.first_seq) FROM event_blocks b WHERE b.portal_id = c.portal_id), 0) AS packed
         FROM counters c WHERE c.name = 'event')
       WHERE newest - packed >= ?`,
    )
    .all(left + eventsInBlock);
}

type EventRow = { seq: number; person_id: number | null; received_at: number; source: string; body_json: string };

/** Up to `last`. Within a transaction. How many blocks it made. */
function packPortal(connection: SqliteConnection, portalId: number, packed: number, last: number): number {
  const next = connection.statement<{ seq: number }>(
    'SELECT seq FROM events WHERE portal_id = ? AND seq > ? ORDER BY seq LIMIT 1',
  );
  let blocks = 0;
  for (let after = packed; blocks < blocksAtOnce; blocks += 1) {
    const seq = next.get(portalId, after)?.seq;
    if (seq === undefined) break;
    const first = firstOfBlock(seq);
    after = first + eventsInBlock - 1;
    if (after > last) break;
    packBlock(connection, portalId, first, after);
  }
  return blocks;
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
