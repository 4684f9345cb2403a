/** What is remembered of write keys: guesses of one do not cost another portal's key its place. */

import { createWriteKeyCache } from '../../../backend/http/write-key.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { hashWriteKey } from '../../../backend/write-key-hash.ts';

it('keeps the keys in use, however many unknown ones are tried', async () => {
  const asked: string[] = [];
  const known = hashWriteKey('server-key');
  const store = {
    writeKey: async (keyHash: string) => {
      asked.push(keyHash);
      return keyHash === known ? { portalId: 7, source: 'server' as const } : null;
    },
  };
  const find = createWriteKeyCache(store, createPortalMemory());
  expect(await find('server-key')).toEqual({ portalId: 7, source: 'server' });
  for (let guess = 0; guess < 25_000; guess += 1) await find(`guess-${guess}`);
  expect(find('server-key')).toEqual({ portalId: 7, source: 'server' });
  expect(asked.filter((keyHash) => keyHash === known)).toHaveLength(1);
}, 30_000);

describe('the keys of a portal that is erased', () => {
  const owner = { portalId: 7, source: 'server' as const };
  const other = { portalId: 8, source: 'server' as const };
  const owners = new Map([
    [hashWriteKey('its key'), owner],
    [hashWriteKey('another’s key'), other],
  ]);

  it('are asked for again at once, when it ends and when it is forgotten, and nobody else’s', async () => {
    const asked: string[] = [];
    const store = {
      writeKey: async (keyHash: string) => {
        asked.push(keyHash);
        return owners.get(keyHash) ?? null;
      },
    };
    const memory = createPortalMemory();
    const find = createWriteKeyCache(store, memory);
    const findAll = async () => [await find('its key'), await find('another’s key')];
    await findAll();
    for (const forget of [() => memory.end(7), () => memory.forget(7)]) {
      asked.length = 0;
      expect([memory.holding(7), memory.holding(8)]).toEqual([['its write keys'], ['its write keys']]);
      await forget();
      expect(memory.holding(7)).toEqual([]);
      await findAll();
      expect(asked).toEqual([hashWriteKey('its key')]);
    }
  });

  it('that are being asked for meanwhile are not remembered', async () => {
    const found = Promise.withResolvers<typeof owner>();
    const memory = createPortalMemory();
    const find = createWriteKeyCache({ writeKey: () => found.promise }, memory);
    const finding = find('its key');
    memory.forget(7);
    found.resolve(owner);
    expect(await finding).toBe(owner);
    expect(memory.holding(7)).toEqual([]);
  });
});
