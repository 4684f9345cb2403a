import { hashWriteKey } from '../../backend/http/write-key.ts';
import type { NormalisedEvent } from '../../backend/ingest/event.ts';
import { normaliseKept } from '../../backend/ingest/normalise-kept.ts';
import { openSqliteStore, type SqliteStore } from '../../backend/store/sqlite/open.ts';
import { startIngestServer } from './ingest-server.ts';

export const sdkPortal = 7;

type Row = { body_json: string; received_at: number; source: 'server' | 'browser' };

export type SdkServer = {
  url: string;
  store: SqliteStore;
  /** What is on disk, in order of acceptance. */
  storedEvents(): NormalisedEvent[];
  close(): Promise<void>;
};

/** The door in front of a real SQLite store, keys `server-key` and `browser-key`, for SDKs whose host alone is changed. */
export async function startSdkServer(): Promise<SdkServer> {
  const store = await openSqliteStore(':memory:');
  await store.saveWriteKey(hashWriteKey('server-key'), { portalId: sdkPortal, source: 'server' }, Date.now());
  await store.saveWriteKey(hashWriteKey('browser-key'), { portalId: sdkPortal, source: 'browser' }, Date.now());
  // One property besides what is needed, by which a test tells its events apart.
  const server = await startIngestServer({ store, allowedOf: () => new Set(['properties.index']) });

  function storedEvents(): NormalisedEvent[] {
    const rows = store.connection
      .statement<Row>('SELECT body_json, received_at, source FROM events WHERE portal_id = ? ORDER BY seq')
      .all(sdkPortal);
    return rows.map((row) => normaliseKept(row.body_json, row.received_at, row.source));
  }

  async function close(): Promise<void> {
    await server.close();
    await store.close();
    if (server.errors.length > 0) throw new Error(`the door logged errors: ${JSON.stringify(server.errors)}`);
  }

  return { url: server.url, store, storedEvents, close };
}
