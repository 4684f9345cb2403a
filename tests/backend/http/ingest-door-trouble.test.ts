/** Where the ingest door takes nothing for a while: it ends, its store is in trouble, or too much comes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { message, sendTo } from '../../support/ingest-requests.ts';
import { startIngestServer } from '../../support/ingest-server.ts';

describe('the ingest door in trouble', () => {
  it('answers 503 with Retry-After while it drains, after committing all it had taken', async () => {
    const server = await startIngestServer();
    const begun = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    server.store.beforeCommit = () => {
      begun.resolve();
      return held.promise;
    };
    const taken = sendTo(server, '/v1/track', message());
    await begun.promise;
    const drained = server.door.drain();
    const refused = await sendTo(server, '/v1/track', message());
    held.resolve();
    await drained;
    expect([(await taken).status, refused.status, refused.headers.get('retry-after')]).toEqual([200, 503, '2']);
    expect(server.store.events).toHaveLength(1);
    await server.close();
  });

  it('answers 503 when the events cannot be stored and logs why', async () => {
    const trouble = await startIngestServer();
    trouble.store.beforeCommit = () => {
      throw new Error('disk full');
    };
    const response = await fetch(`${trouble.url}/v1/track?writeKey=server-key`, {
      method: 'POST',
      body: JSON.stringify(message()),
    });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(trouble.errors).toHaveLength(1);
    await trouble.close();
  });

  it('answers 429 with Retry-After to a portal that is too fast', async () => {
    const busy = await startIngestServer({ limits: { waitingEventsPerPortal: 1, groupEvents: 1 } });
    busy.store.beforeCommit = () => sleep(30);
    const statuses = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const response = await fetch(`${busy.url}/v1/track?writeKey=server-key`, {
          method: 'POST',
          body: JSON.stringify(message()),
        });
        return `${response.status} ${response.headers.get('retry-after')}`;
      }),
    );
    expect(new Set(statuses)).toEqual(new Set(['200 null', '429 1']));
    await busy.close();
  });

  it("whatever is sent with a browser's key, which anybody has, leaves the servers their share", async () => {
    const limited = await startIngestServer({ eventsPerSecond: 100 });
    const post = async (key: string, body: string) => {
      const response = await fetch(`${limited.url}/v1/batch?writeKey=${key}`, { method: 'POST', body });
      const { reason } = (await response.json()) as { reason?: string };
      return { status: response.status, retryAfter: Number(response.headers.get('retry-after')), reason };
    };
    const tooLong = JSON.stringify({ batch: Array.from({ length: 200_000 }, () => 0) });
    const one = JSON.stringify({ batch: [message()] });
    const ofBrowsers = [await post('browser-key', tooLong), await post('browser-key', one)];
    const ofServers = [await post('server-key', one), await post('server-key', tooLong), await post('server-key', one)];
    await limited.close();
    const reason = "more events than this account's browsers may send";
    expect(ofServers).toMatchObject([{ status: 200 }, { status: 413 }, { status: 429 }]);
    expect(ofBrowsers).toMatchObject([{ status: 413 }, { status: 429, reason }]);
    // As after a batch of 5,000 events, the longest that is taken: (5,000 - 1,000) / 100.
    expect(ofServers.at(-1)!.retryAfter).toBeLessThanOrEqual(41);
  });

  it('answers 503 when a key never seen cannot be looked up', async () => {
    const away = await startIngestServer({
      store: {
        acceptEvents: () => Promise.reject(new Error('away')),
        writeKey: () => Promise.reject(new Error('away')),
      },
    });
    const settings = await fetch(`${away.url}/v1/projects/k/settings`);
    const track = await fetch(`${away.url}/v1/track?writeKey=k`, { method: 'POST', body: '{}' });
    expect([settings.status, track.status]).toEqual([503, 503]);
    await away.close();
  });
});
