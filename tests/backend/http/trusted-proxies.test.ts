import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { closeHttpServer, createHttpServer } from '../../../backend/http/create-server.ts';
import { createExpressApp } from '../../../backend/http/express-app.ts';
import { defaultProxies, parseProxies } from '../../../backend/http/trusted-proxies.ts';

/** Whom the service takes for the sender of what a proxy on this machine passes on. */
async function senderOf(forwarded: string, proxies: readonly string[]): Promise<string | undefined> {
  const app = createExpressApp(
    { error: () => {} },
    (router) => void router.get('/', (request, response) => void response.json({ ip: request.ip })),
    proxies,
  );
  const server = createHttpServer({ door: { handle: (_request, response) => response.end() }, app });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const response = await fetch(url, { headers: { 'x-forwarded-for': forwarded } });
    return ((await response.json()) as { ip: string }).ip;
  } finally {
    await closeHttpServer(server);
  }
}

describe('who sends', () => {
  it('is whom the last proxy that is trusted saw', async () => {
    const chain = '192.0.2.1, 203.0.113.7, 172.18.0.1';
    expect(await senderOf(chain, defaultProxies)).toBe('172.18.0.1');
    expect(await senderOf(chain, parseProxies('loopback, 172.16.0.0/12').proxies)).toBe('203.0.113.7');
    expect(await senderOf(chain, parseProxies('loopback,uniquelocal').proxies)).toBe('203.0.113.7');
  });

  it('is whoever connects, where that is no trusted proxy', async () => {
    expect(await senderOf('203.0.113.7', parseProxies('10.0.0.5').proxies)).toBe('127.0.0.1');
  });
});

describe('TRUST_PROXY', () => {
  it.each([
    ['proxy', /"proxy" is no address and no network/],
    ['10.0.0.256', /no address and no network/],
    ['1', /no address and no network/],
    ['true', /no address and no network/],
    ['fe80::1%eth0', /no address and no network/],
    ['10.0.0.0/8/8', /no address and no network/],
    ['10.0.0.0/33', /a network of 10\.0\.0\.0 ends with \/1 to \/32/],
    ['10.0.0.0/255.0.0.0', /ends with \/1 to \/32/],
    ['10.0.0.0/', /ends with \/1 to \/32/],
    ['fd00::/129', /ends with \/1 to \/128/],
    ['0.0.0.0/0', /every address: anybody could name any sender/],
    [' , ', /names no proxy; say where proxies stand, such as loopback, 10\.0\.0\.5/],
  ])('refuses %j and says what it may be', (text, problem) => {
    expect(parseProxies(text).problems).toEqual([expect.stringMatching(problem)]);
  });

  it('tells every mistake', () => {
    expect(parseProxies('here, 10.0.0.1, there').problems).toHaveLength(2);
  });

  it('takes any address and any network, and Express takes what it takes', () => {
    const bits = (most: number) => fc.option(fc.integer({ min: 1, max: most }), { nil: undefined });
    const one = fc
      .oneof(fc.tuple(fc.ipV4(), bits(32)), fc.tuple(fc.ipV6(), bits(128)))
      .map(([address, length]) => (length === undefined ? address : `${address}/${length}`));
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 4 }), (given) => {
        const { proxies, problems } = parseProxies(given.join(' , '));
        expect([proxies.length, problems]).toEqual([given.length, []]);
        createExpressApp({ error: () => {} }, () => {}, proxies);
      }),
    );
  });
});
