/** What is remembered of write keys: guesses of one do not cost another portal's key its place. */
import { createWriteKeyCache } from '../../../backend/http/write-key.ts';
import { hashWriteKey } from '../../../backend/write-key-hash.ts';

it('keeps the keys in use, however many unknown ones are tried', async () => {
  const asked: string[] = [];
  const known = hashWriteKey('server-key');
  const find = createWriteKeyCache({
    writeKey: async (keyHash) => {
      asked.push(keyHash);
      return keyHash === known ? { portalId: 7, source: 'server' } : null;
    },
  });
  expect(await find('server-key')).toEqual({ portalId: 7, source: 'server' });
  for (let guess = 0; guess < 25_000; guess += 1) await find(`guess-${guess}`);
  expect(find('server-key')).toEqual({ portalId: 7, source: 'server' });
  expect(asked.filter((keyHash) => keyHash === known)).toHaveLength(1);
}, 30_000);
