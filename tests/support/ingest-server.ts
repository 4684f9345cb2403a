import type { AddressInfo } from 'node:net';
import { defaultNotAFit, defaultWorkTerms } from '@zo/shared';
import { createHttpServer, type ServerOptions } from '../../backend/http/create-server.ts';
import { createIngestDoor, type IngestDoor, type IngestDoorOptions } from '../../backend/http/ingest-door.ts';
import { createPortalMemory } from '../../backend/portals/portal-memory.ts';
import type { FoldRules } from '../../backend/store/store.ts';
import { createRecordingStore, type RecordingStore } from './recording-store.ts';

export const emptyRules: FoldRules = {
  timeZone: 'Europe/Berlin',
  playbook: {
    signals: [],
    score: [],
    definition: { subject: 'a free user', expression: { kind: 'and', operands: [] }, sentence: '' },
    handoff: {
      owners: [],
      firstCallDueMinutes: 120,
      channel: null,
      whenWorkflowSilent: 'alarm',
      mode: 'workflow',
      work: defaultWorkTerms,
    },
    return: null,
    review: null,
    notAFit: defaultNotAFit,
    doNotContact: null,
    exclude: [],
    emailDomains: { business: [], personal: [] },
    freePlans: ['free', 'trial'],
    contacts: 'create at crossing',
    companies: 'create',
    cooldownDays: 30,
    ignoreBrowserEvents: false,
    operatorChannel: null,
    workingHours: { days: [1, 2, 3, 4, 5], fromMinute: 540, toMinute: 1020 },
  },
};

export type IngestServer = {
  url: string;
  port: number;
  store: RecordingStore;
  door: IngestDoor;
  /** What the door logged as an error. */
  errors: unknown[];
  close(): Promise<void>;
};

/** A real server on a free port with the door in front, keys `server-key` and `browser-key` of portal 7. */
export async function startIngestServer(
  options: Partial<IngestDoorOptions> & Partial<Omit<ServerOptions, 'door'>> = {},
): Promise<IngestServer> {
  const store = createRecordingStore();
  store.addKey('server-key', { portalId: 7, source: 'server' });
  store.addKey('browser-key', { portalId: 7, source: 'browser' });
  const errors: unknown[] = [];
  let door: IngestDoor | undefined;
  const server = createHttpServer({
    door: { handle: (request, response) => door?.handle(request, response) },
    app: options.app ?? ((_request, response) => response.writeHead(404).end()),
    requestTimeoutMs: options.requestTimeoutMs,
    silenceTimeoutMs: options.silenceTimeoutMs,
    mostConnections: options.mostConnections,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  door = createIngestDoor({
    memory: createPortalMemory(),
    store,
    clock: { now: () => Date.now(), plausibleNows: () => [Date.now()] },
    rulesFor: () => emptyRules,
    publicUrl: url,
    log: { error: (...details: unknown[]) => errors.push(details) },
    ...options,
  });
  return {
    url,
    port,
    store,
    door,
    errors,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
