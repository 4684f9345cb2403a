import type { AddressInfo } from 'node:net';
import { countFailedTries } from '../../../../backend/http/admin/failed-tries.ts';
import { requireToken } from '../../../../backend/http/admin/require-token.ts';
import { closeHttpServer, createHttpServer } from '../../../../backend/http/create-server.ts';
import { createExpressApp } from '../../../../backend/http/express-app.ts';

const token = 'admin-token-of-the-tests';

async function start() {
  const app = createExpressApp({ error: () => {} }, (router) => {
    router.use('/admin', requireToken(token));
    router.get('/admin', (_request, response) => void response.json({}));
  });
  const server = createHttpServer({ door: { handle: (_request, response) => response.end() }, app });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/admin`;
  return {
    close: () => closeHttpServer(server),
    /** As a proxy on this machine passes it on. */
    ask: (from: string | null, given: string) =>
      fetch(url, {
        headers: { authorization: `Bearer ${given}`, ...(from === null ? {} : { 'x-forwarded-for': from }) },
      }),
  };
}

describe('the operators’ token', () => {
  let server: Awaited<ReturnType<typeof start>>;
  beforeEach(async () => {
    server = await start();
  });
  afterEach(() => server.close());

  const tries = async (from: string, times: number) => {
    const statuses: number[] = [];
    for (let number = 0; number < times; number += 1) {
      statuses.push((await server.ask(from, `guess-${number}`)).status);
    }
    return statuses;
  };

  it('is not guessed: after ten wrong ones an address waits, with the right one too, and is told how long', async () => {
    expect(await tries('203.0.113.7', 12)).toEqual([...Array(10).fill(401), 429, 429]);
    const right = await server.ask('203.0.113.7', token);
    expect(right.status).toBe(429);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(50);
    expect(Number(right.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  });

  it('is taken from everybody else meanwhile', async () => {
    await tries('203.0.113.7', 12);
    expect((await server.ask('203.0.113.8', token)).status).toBe(200);
    expect((await server.ask(null, token)).status).toBe(200);
  });

  it('is taken from who has not guessed while a hundred addresses guess, which have one try each', async () => {
    for (let number = 0; number < 10; number += 1) await tries(`198.51.100.${number}`, 10);
    expect(await tries('198.51.100.200', 2)).toEqual([401, 429]);
    expect((await server.ask('203.0.113.8', token)).status).toBe(200);
    // The same again: a right token is not a try.
    expect((await server.ask('203.0.113.8', token)).status).toBe(200);
  });

  it('has no other address by naming one in front of the proxy’s', async () => {
    for (let number = 0; number < 10; number += 1) await server.ask(`192.0.2.${number}, 203.0.113.7`, 'guess');
    expect((await server.ask('192.0.2.77, 203.0.113.7', 'guess')).status).toBe(429);
  });
});

describe('wrong tokens', () => {
  it('are forgotten after a minute', () => {
    const tries = countFailedTries();
    for (let second = 0; second < 10; second += 1) tries.note('203.0.113.7', second * 1_000);
    expect(tries.waitOf('203.0.113.7', 9_000)).toBe(51_000);
    expect(tries.waitOf('203.0.113.7', 60_000)).toBe(0);
    tries.note('203.0.113.7', 60_000);
    expect(tries.waitOf('203.0.113.7', 60_000)).toBe(1_000);
    expect(tries.waitOf('203.0.113.7', 120_000)).toBe(0);
  });

  it('of one network of IPv6 are those of one address', () => {
    const tries = countFailedTries({ perAddress: 2 });
    tries.note('2001:db8:1:2::1', 0);
    tries.note('2001:db8:1:2:ffff::2', 0);
    expect(tries.waitOf('2001:db8:1:2:3:4:5:6', 1)).toBeGreaterThan(0);
    expect(tries.waitOf('2001:db8:1:3::1', 1)).toBe(0);
    expect(tries.waitOf('::ffff:203.0.113.7', 1)).toBe(0);
  });

  it('of any number of addresses take no more room than they may', () => {
    const tries = countFailedTries({ mostAddresses: 100, perAddress: 1 });
    for (let number = 0; number < 5_000; number += 1) tries.note(`address-${number}`, number);
    const known = Array.from({ length: 5_000 }, (_, number) => tries.waitOf(`address-${number}`, 5_000) > 0);
    expect(known.filter(Boolean)).toHaveLength(100);
    expect(known.at(-1)).toBe(true);
  });
});
