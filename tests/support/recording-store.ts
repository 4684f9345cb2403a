import type { NormalisedEvent } from '../../backend/ingest/event.ts';
import type { AcceptedRequest, IngestStore, PortalStore, WriteKey } from '../../backend/store/store.ts';
import { hashWriteKey } from '../../backend/write-key-hash.ts';

/** A store that only remembers what it accepted, for tests of what stands in front of it. */
export type RecordingStore = Pick<IngestStore, 'acceptEvents'> &
  Pick<PortalStore, 'writeKey'> & {
    events: NormalisedEvent[];
    /** One entry per commit: how many requests it held. */
    groups: { portalId: number; requests: number; events: number }[];
    addKey(key: string, writeKey: WriteKey): void;
    /** Awaited before each commit; throw to make the group fail. */
    beforeCommit: (portalId: number, requests: NormalisedEvent[][]) => void | Promise<void>;
    /** Awaited after each commit, before it is answered: the disk. */
    flush: () => void | Promise<void>;
  };

export function createRecordingStore(): RecordingStore {
  const keys = new Map<string, WriteKey>();
  const seen = new Set<string>();

  function accept(portalId: number, events: NormalisedEvent[]): AcceptedRequest {
    const duplicates: number[] = [];
    for (const [index, event] of events.entries()) {
      const id = `${portalId}:${event.messageId}`;
      if (seen.has(id)) duplicates.push(index);
      else store.events.push(event);
      seen.add(id);
    }
    return { accepted: events.length - duplicates.length, duplicates };
  }

  const store: RecordingStore = {
    events: [],
    groups: [],
    addKey: (key, writeKey) => keys.set(hashWriteKey(key), writeKey),
    beforeCommit: () => {},
    flush: () => {},
    writeKey: async (keyHash) => keys.get(keyHash) ?? null,
    acceptEvents: async (portalId, requests, _rules, onCommitted) => {
      await store.beforeCommit(portalId, requests);
      store.groups.push({ portalId, requests: requests.length, events: requests.flat().length });
      const accepted = requests.map((events) => accept(portalId, events));
      onCommitted?.();
      await store.flush();
      return accepted;
    },
  };
  return store;
}
