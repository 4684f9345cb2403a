import { Analytics } from '@segment/analytics-node';
import { type SdkServer, sdkPortal, startSdkServer } from '../support/sdk-server.ts';

let server: SdkServer;
beforeEach(async () => {
  server = await startSdkServer();
});
afterEach(() => server.close());

function openClient(options: { writeKey?: string; flushAt?: number } = {}) {
  const { writeKey = 'server-key', flushAt = 15 } = options;
  const client = new Analytics({ writeKey, host: server.url, flushAt, flushInterval: 1000, maxRetries: 0 });
  const failures: unknown[] = [];
  client.on('error', (failure) => failures.push(failure));
  return { client, failures };
}

describe('@segment/analytics-node with only its host changed', () => {
  it('delivers every kind of call, each once and in order', async () => {
    const { client, failures } = openClient();
    const timestamp = new Date(Date.now() - 3 * 86_400_000);
    client.identify({ userId: 'u1', traits: { email: 'Sarah@FinPilot.test', plan: 'free' } });
    client.group({ userId: 'u1', groupId: 'finpilot', traits: { name: 'FinPilot' } });
    client.track({ userId: 'u1', event: 'Onboarding Completed', timestamp });
    client.page({ userId: 'u1', name: 'Pricing', properties: { path: '/pricing/' } });
    client.screen({ userId: 'u1', name: 'Home' });
    client.alias({ userId: 'u1', previousId: 'a1' });
    await client.closeAndFlush();

    expect(failures).toEqual([]);
    const events = server.storedEvents();
    expect(events.map(({ type, userId, name, path, groupId }) => ({ type, userId, name, path, groupId }))).toEqual([
      { type: 'identify', userId: 'u1', name: null, path: null, groupId: null },
      { type: 'group', userId: 'u1', name: null, path: null, groupId: 'finpilot' },
      { type: 'track', userId: 'u1', name: 'Onboarding Completed', path: null, groupId: null },
      { type: 'page', userId: 'u1', name: 'Pricing', path: '/pricing', groupId: null },
      { type: 'screen', userId: 'u1', name: 'Home', path: null, groupId: null },
      { type: 'alias', userId: 'u1', name: null, path: null, groupId: null },
    ]);
    expect(events[0]).toMatchObject({
      email: 'sarah@finpilot.test',
      source: 'server',
    });
    expect(Math.abs(events[2]!.eventAt - timestamp.getTime())).toBeLessThan(5_000);
    const person = await server.store.personByIdentity(sdkPortal, 'u:u1');
    expect(person?.profile.email).toBe('sarah@finpilot.test');
  });

  it('delivers a thousand events in batches without losing or doubling one', async () => {
    const { client, failures } = openClient({ flushAt: 100 });
    for (let index = 0; index < 1000; index += 1) {
      client.track({ userId: `u${index % 50}`, event: 'Report Created', properties: { index } });
    }
    await client.closeAndFlush();
    expect(failures).toEqual([]);
    const indexes = server.storedEvents().map(({ body }) => JSON.parse(body).properties.index as number);
    expect(indexes.sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, index) => index));
  });

  it('reports an unknown write key as a failure', async () => {
    const { client, failures } = openClient({ writeKey: 'nobody' });
    client.track({ userId: 'u1', event: 'Report Created' });
    await client.closeAndFlush();
    expect(failures).toHaveLength(1);
    expect(server.storedEvents()).toEqual([]);
  });
});
