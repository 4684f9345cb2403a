/** Portals that come and go, in turn: what is noticed of a portal waits until whatever is under way with it has ended. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { readConfig } from '../../../backend/config.ts';
import { connect } from '../../../backend/connections.ts';
import { Disconnected } from '../../../backend/hubspot/hubspot-errors.ts';
import { createInstallations } from '../../../backend/oauth/installations.ts';
import { parseStored } from '../../../backend/playbook/parse-stored.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { portalStates } from '../../../backend/portals/portal-state.ts';
import { takeTurns } from '../../../backend/portals/take-turns.ts';
import { createAuditDeed } from '../../../backend/settings/audit-deed.ts';
import { openStore } from '../../../backend/store/open-store.ts';
import { type HubspotSandbox, startHubspotSandbox } from '../../../sandbox/hubspot/start.ts';
import { firstKey } from '../../support/oauth-world.ts';

const portalId = 4711;
const slackGatewayOf = () => {
  throw new Error('nobody has Slack here');
};

let folder: string;
let hubspot: HubspotSandbox;
let ended: string[];
let end: () => Promise<void>;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'installations-'));
  const projectDir = path.resolve(import.meta.dirname, '../../../hubspot-project');
  hubspot = await startHubspotSandbox({ actionUrl: 'http://app.test', projectDir, seed: 'empty' });
  ended = [];
});
afterEach(async () => {
  await end();
  await hubspot.close();
  rmSync(folder, { recursive: true });
});

async function start() {
  const config = readConfig({
    DATABASE_URL: `file:${path.join(folder, 'zo.db')}`,
    HUBSPOT_API_URL: hubspot.url,
    HUBSPOT_CLIENT_ID: hubspot.clientId,
    HUBSPOT_CLIENT_SECRET: hubspot.clientSecret,
    ENCRYPTION_KEYS: firstKey,
  });
  const log = pino({ level: 'silent' });
  const clock = { now: () => Date.now(), plausibleNows: () => [Date.now()] };
  const store = await openStore(config.databaseUrl);
  const memory = createPortalMemory();
  const turns = takeTurns(memory, 'work on its connection');
  const connections = connect(config, { slackGatewayOf, store, log });
  const installations = createInstallations({
    config,
    store,
    states: portalStates(store, parseStored, memory),
    memory,
    clock,
    connections,
    inTurn: turns.inTurn,
    auditDeed: createAuditDeed({ store, clock }),
    publicUrl: () => 'http://zo.test',
    onBeginning: async () => {},
    onBegun: () => {},
    onEnded: () => void ended.push('ended'),
    stopped: new AbortController().signal,
    log,
  });
  end = async () => {
    await installations.stop();
    for (const gateway of connections.hubspot.values()) await gateway.close();
    await store.close();
  };
  const save = (refreshToken: string, expiresAt: number) => {
    const tokens = { accessToken: `access of ${refreshToken}`, refreshToken };
    return installations.tokens!.vault.save(portalId, 'hubspot', { tokens, expiresAt, details: {} }, clock.now());
  };
  return { ...installations, ...turns, store, connections, memory, save };
}

it('a portal that took the app away and is installed again at that moment is not left, and nobody is alarmed', async () => {
  const service = await start();
  await service.save('unknown to HubSpot', 0);
  await service.begin();
  const asked = Promise.withResolvers<void>();
  const installing = service.inTurn(portalId, async () => {
    await asked.promise;
    await service.save('another', Date.now() + 1_800_000);
  });
  await expect(service.connections.hubspot.get(portalId)!.account()).rejects.toThrow(Disconnected);
  asked.resolve();
  await installing;
  await service.memory.end(portalId);
  expect([service.isServed(portalId), ended]).toEqual([true, []]);
  expect(await service.store.alarms(portalId)).toEqual([]);
});

it('a portal that took the app away is left, told once, and nothing of its token stays in memory', async () => {
  const service = await start();
  await service.save('unknown to HubSpot', 0);
  await service.begin();
  await expect(service.connections.hubspot.get(portalId)!.account()).rejects.toThrow(Disconnected);
  await service.memory.end(portalId);
  expect([service.isServed(portalId), ended]).toEqual([false, ['ended']]);
  expect(await service.store.alarms(portalId)).toMatchObject([{ key: 'hubspot disconnected', times: 1 }]);
  expect(service.memory.holding(portalId).filter((what) => what.includes('token'))).toEqual([]);
});
