import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { createHttpServer } from '../../../backend/http/create-server.ts';
import { createExpressApp } from '../../../backend/http/express-app.ts';
import { createHealthRouter } from '../../../backend/http/health.ts';
import { HttpError } from '../../../backend/http/http-error.ts';
import { createMetrics } from '../../../backend/metrics/metrics.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';

async function open(state: { draining?: boolean; store?: () => Promise<boolean> } = {}) {
  const logged: unknown[] = [];
  const metrics = createMetrics({
    mostPortals: 1,
    memory: createPortalMemory(),
    now: () => 0,
    personOf: async () => null,
  });
  const counts = { requests: 6, accepted: 5, duplicates: 1, rejected: 2, forgotten: 0, limited: 0 };
  const ingest = {
    portals: new Map([[7, counts]]),
    refusedRequests: 3,
    waitingEvents: 4,
    groups: 2,
    failedGroups: 0,
  };
  const reconciling = { calls: 0, repaired: {} };
  const app = createExpressApp({ error: (...details: unknown[]) => logged.push(details) }, (routes) => {
    routes.use(
      createHealthRouter({
        isDraining: () => state.draining ?? false,
        isStoreReady: state.store ?? (async () => true),
        metrics: () =>
          metrics.render({ ingest: () => ingest, reconciling: () => reconciling, portals: async () => [] }),
        metricsType: metrics.contentType,
      }),
    );
    routes.get('/invalid', () => {
      z.object({ name: z.string() }).parse({ name: 5 });
    });
    routes.get('/unreadable', () => {
      throw Object.assign(new Error('Unexpected token'), { status: 413 });
    });
    routes.get('/busy', () => {
      throw new HttpError(429, 'busy', 'come back later', { retryAfterSeconds: 7 });
    });
    routes.get('/broken', async () => {
      throw new Error('the password is 1234');
    });
  });
  const server = createHttpServer({ door: { handle: (_request, response) => response.end('door') }, app });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function ask(path: string) {
    const response = await fetch(url + path);
    return { status: response.status, text: await response.text(), retryAfter: response.headers.get('retry-after') };
  }
  async function close() {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }
  return { ask, close, logged };
}

describe('the operators’ routes', () => {
  it('say that the process lives, is ready, and what it did', async () => {
    const { ask, close } = await open();
    expect(await ask('/health')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    expect(await ask('/ready')).toMatchObject({ status: 200, text: '{"ready":true}' });
    const { text } = await ask('/metrics');
    expect(text).toContain('# TYPE zo_events_total counter\nzo_events_total{portal="7",outcome="accepted"} 5\n');
    expect(text).toContain('zo_waiting_events 4\n');
    expect(text.match(/# HELP zo_events_total/g)).toHaveLength(1);
    expect((await ask('/v1/track')).text).toBe('door');
    await close();
  });

  it.each([
    ['draining', { draining: true }],
    ['the database does not answer', { store: async () => false }],
    ['the database does not answer', { store: () => Promise.reject(new Error('away')) }],
  ])('say that it is not ready: %s', async (reason, state) => {
    const { ask, close } = await open(state);
    expect(await ask('/ready')).toMatchObject({ status: 503, text: JSON.stringify({ ready: false, reason }) });
    expect((await ask('/health')).status).toBe(200);
    await close();
  });
});

describe('errors at the edge', () => {
  it('become JSON answers that tell a stranger nothing, and are logged when they are ours', async () => {
    const { ask, close, logged } = await open();
    expect(await ask('/nowhere')).toMatchObject({
      status: 404,
      text: '{"error":{"code":"not_found","message":"there is nothing at this path"}}',
    });
    expect(await ask('/busy')).toMatchObject({
      status: 429,
      retryAfter: '7',
      text: '{"error":{"code":"busy","message":"come back later"}}',
    });
    expect(await ask('/unreadable')).toMatchObject({ status: 413, text: expect.not.stringContaining('token') });
    expect(await ask('/invalid')).toMatchObject({ status: 400, text: expect.stringContaining('"path":"name"') });
    expect(logged).toHaveLength(0);
    expect(await ask('/broken')).toMatchObject({
      status: 500,
      text: '{"error":{"code":"internal","message":"something went wrong on our side"}}',
    });
    expect(logged).toHaveLength(1);
    await close();
  });
});
