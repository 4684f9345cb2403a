import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { type SdkServer, startSdkServer } from '../support/sdk-server.ts';

let server: SdkServer;
beforeEach(async () => {
  server = await startSdkServer();
});
afterEach(() => server.close());

describe('@rudderstack/rudder-sdk-node with only its host changed', () => {
  it.each([true, false])('delivers every kind of call (gzip: %p)', async (gzip) => {
    const client = new RudderAnalytics('server-key', { dataPlaneUrl: server.url, gzip, flushAt: 6, logLevel: 'error' });
    const timestamp = new Date(Date.now() - 3 * 86_400_000);
    client.identify({ userId: 'u1', traits: { email: 'Sarah@FinPilot.test', plan: 'free' } });
    client.group({ userId: 'u1', groupId: 'finpilot', traits: { name: 'FinPilot' } });
    client.track({ userId: 'u1', event: 'Onboarding Completed', timestamp });
    client.page({ userId: 'u1', name: 'Pricing', properties: { path: '/pricing/' } });
    client.screen({ userId: 'u1', name: 'Home' });
    client.alias({ userId: 'u1', previousId: 'a1' });
    await client.flush();
    await client.flush();

    const events = server.storedEvents();
    expect(events.map(({ type }) => type)).toEqual(['identify', 'group', 'track', 'page', 'screen', 'alias']);
    expect(events[0]).toMatchObject({ email: 'sarah@finpilot.test', traits: { plan: 'free' }, source: 'server' });
    expect(events[1]).toMatchObject({ groupId: 'finpilot', traits: { name: 'FinPilot' } });
    expect(events[2]?.eventAt).toBe(timestamp.getTime());
    expect(events[3]).toMatchObject({ name: 'Pricing', path: '/pricing' });
    expect(events[5]).toMatchObject({ userId: 'u1', previousId: 'a1' });
  });
});
