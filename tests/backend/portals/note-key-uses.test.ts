import { noteKeyUses } from '../../../backend/portals/note-key-uses.ts';

const minuteMs = 60_000;
const quiet = { warn: () => {} };

it('a key’s use is written down now and then, and not with every request', async () => {
  const at = { now: 10 * minuteMs };
  const noted: [string, number][] = [];
  const store = { noteWriteKeyUse: async (hash: string, now: number) => void noted.push([hash, now]) };
  const note = noteKeyUses(store, { now: () => at.now, plausibleNows: () => [at.now] }, quiet);
  for (const minutes of [10, 12, 14, 15, 19, 20]) {
    at.now = minutes * minuteMs;
    note('one');
  }
  note('other');
  expect(noted).toEqual([
    ['one', 10 * minuteMs],
    ['one', 15 * minuteMs],
    ['one', 20 * minuteMs],
    ['other', 20 * minuteMs],
  ]);
});

it('events are taken also while it cannot be written', async () => {
  const warnings: string[] = [];
  const store = { noteWriteKeyUse: () => Promise.reject(new Error('disk full')) };
  const log = { warn: (_fields: object, message: string) => void warnings.push(message) };
  noteKeyUses(
    store,
    { now: () => 0, plausibleNows: () => [0] },
    log as unknown as Parameters<typeof noteKeyUses>[2],
  )('one');
  await new Promise((resolve) => setImmediate(resolve));
  expect(warnings).toEqual(['when a write key was used could not be written down']);
});
