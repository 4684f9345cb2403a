/** What is written outside was in force when it was read; by then it is on disk as well, and no power cut takes it back. */
import { driftSettings, type PostedNote } from '../../../backend/drift/drift.ts';
import { reviseNote } from '../../../backend/drift/revise-note.ts';
import { accept } from '../../../backend/handoff/steps/working.ts';
import { runEditsLane } from '../../../backend/outbox/edit-message.ts';
import { editsLane } from '../../../backend/outbox/effect.ts';
import { openSqliteStore } from '../../../backend/store/sqlite/open.ts';
import { startClickDesk } from '../../support/click-desk.ts';
import { emailOf, startContactSync } from '../../support/contact-sync.ts';
import type { EitherStore } from '../../support/engines.ts';
import { now } from '../../support/handoffs.ts';

/** What is read of people may be what was decided a moment ago, and so may settings be; `write` tells whether it is on disk. */
function watchDisk<Store extends Pick<EitherStore, 'contactWork' | 'setting' | 'flushed'>>(store: Store) {
  let isOnDisk = true;
  const writes: string[] = [];
  const watched: Store = {
    ...store,
    async contactWork(...asked) {
      isOnDisk = false;
      return store.contactWork(...asked);
    },
    async setting(...asked) {
      isOnDisk = false;
      return store.setting(...asked);
    },
    async flushed() {
      await store.flushed();
      isOnDisk = true;
    },
  };
  const write =
    <Args extends unknown[], Answer>(call: (...args: Args) => Promise<Answer>) =>
    (...args: Args): Promise<Answer> => {
      writes.push(isOnDisk ? 'on disk' : 'only in force');
      return call(...args);
    };
  return { store: watched, write, writes };
}

it('values are written to HubSpot when what was read of them is on disk', async () => {
  const sync = await startContactSync(['sarah']);
  const store = await openSqliteStore(':memory:');
  await sync.accept(store, { type: 'identify', userId: 'sarah', email: emailOf('sarah'), traits: { plan: 'free' } });
  await sync.work(store);
  await sync.accept(store, { type: 'identify', userId: 'sarah', traits: { plan: 'pro' } });
  await sync.decide(store);
  const disk = watchDisk(store);
  const { gateway } = sync.portal;
  const updateRecords = disk.write(gateway.updateRecords);
  await sync.run(disk.store, await sync.claim(store), { ...gateway, updateRecords });
  expect([disk.writes, await sync.read('zo_plan')]).toEqual([['on disk'], ['pro']]);
  await store.close();
  await sync.portal.close();
});

it('a message is edited when what it shows is on disk', async () => {
  const desk = await startClickDesk();
  const { handoffId } = await desk.handOff();
  await desk.work(false);
  await desk.store.transactHandoff(desk.portalId, { handoffId }, now, ({ handoff }) => ({
    answer: null,
    change: accept(handoff!, 'maria@acme.test', now) ?? undefined,
  }));
  const claimed = await desk.store.claimEffects(desk.portalId, editsLane, 1, now, 'lease');
  const disk = watchDisk(desk.store);
  const gateway = desk.lane.gateway!;
  const updateMessage = disk.write(gateway.updateMessage);
  await runEditsLane({ ...desk.lane, store: disk.store, gateway: { ...gateway, updateMessage } }, claimed);
  expect(disk.writes).toEqual(['on disk']);
  await desk.close();
});

it('the operator’s note is edited when what it says is on disk', async () => {
  const desk = await startClickDesk();
  const { store, portalId } = desk;
  const gateway = desk.lane.gateway!;
  const posted = await gateway.postMessage({ channel: 'C0REVIEW1', text: 'It differs' });
  if (posted.outcome !== 'posted') throw new Error(posted.outcome);
  const { channel, ts } = posted;
  await store.saveSetting(portalId, driftSettings.note('handoff'), { since: 5, channel, ts } satisfies PostedNote, now);
  const disk = watchDisk(store);
  const updateMessage = disk.write(gateway.updateMessage);
  const parts = {
    store: disk.store,
    slack: new Map([[portalId, { ...gateway, updateMessage }]]),
    clock: desk.lane.clock,
  };
  await reviseNote(parts, portalId, {
    past: {
      kind: 'handoff',
      name: 'Zo | SQL handoff',
      state: 'differs',
      flowId: '7',
      differences: ['it is off'],
      since: 5,
    },
    footer: 'No longer so.',
    keepsButton: false,
  });
  await desk.close();
  expect(disk.writes).toEqual(['on disk']);
});
