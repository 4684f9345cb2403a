import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { createNoteRefusal } from '../../../backend/settings/note-refusal.ts';
import { openSqliteStore } from '../../../backend/store/sqlite/open.ts';

it('writes down who asked for what is not theirs, and once a minute however often they ask', async () => {
  const store = await openSqliteStore(':memory:');
  const at = { now: 1_000 };
  const note = createNoteRefusal({
    store,
    memory: createPortalMemory(),
    clock: { now: () => at.now, plausibleNows: () => [at.now] },
  });
  for (const deed of ['go live', 'go live', 'make write key'] as const)
    await note(7, 'guest@acme.test', deed, 'You may look');
  await note(7, null, 'go live', 'HubSpot did not say who you are');
  at.now += 60_000;
  await note(7, 'guest@acme.test', 'go live', 'You may look');
  const entries = await store.auditEntries(7, { limit: 9 });
  expect(entries.map(({ at: when, author, deed, ended }) => [when, author, deed, ended?.outcome])).toEqual([
    [61_000, 'guest@acme.test', 'go live', 'refused'],
    [1_000, 'somebody HubSpot does not name', 'go live', 'refused'],
    [1_000, 'guest@acme.test', 'make write key', 'refused'],
    [1_000, 'guest@acme.test', 'go live', 'refused'],
  ]);
  expect(entries[0]?.ended?.answer).toEqual({ reason: 'You may look' });
  await store.close();
});
