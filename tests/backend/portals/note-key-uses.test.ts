import { noteKeyUses } from '../../../backend/portals/note-key-uses.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';

const minuteMs = 60_000;
const quiet = { warn: () => {} };

it('a key’s use is written down now and then, and not with every request', async () => {
  const at = { now: 10 * minuteMs };
  const noted: [string, number][] = [];
  const store = { noteWriteKeyUse: async (hash: string, now: number) => void noted.push([hash, now]) };
  const note = noteKeyUses(store, createPortalMemory(), { now: () => at.now, plausibleNows: () => [at.now] }, quiet);
  for (const minutes of [10, 12, 14, 15, 19, 20]) {
    at.now = minutes * minuteMs;
    note(1, 'one');
  }
  note(2, 'other');
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
    createPortalMemory(),
    { now: () => 0, plausibleNows: () => [0] },
    log as unknown as Parameters<typeof noteKeyUses>[3],
  )(1, 'one');
  await new Promise((resolve) => setImmediate(resolve));
  expect(warnings).toEqual(['when a write key was used could not be written down']);
});
