/** What the worker makes of failures on our own side: nothing is stuck, nothing is sent twice, what may have been sent is told. */

import type { ClaimedEffect, Effect } from '../../../backend/outbox/effect.ts';
import { done, type Settlement } from '../../../backend/outbox/lane.ts';
import { type OutboxWorker, startOutboxWorker } from '../../../backend/outbox/outbox-worker.ts';
import { recoverEffects, tellUnconfirmed } from '../../../backend/outbox/recover-effects.ts';
import { type Moment, readMoment } from '../../../backend/outbox/while-ours.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';

const portalId = 1;
let store: SqliteStore;
let now: number;
let worker: OutboxWorker | undefined;
let sent: string[];
beforeEach(async () => {
  store = await openSqliteStore(':memory:');
  now = 1_000;
  sent = [];
});
afterEach(async () => {
  await worker?.stop();
  worker = undefined;
  await store.close();
});

const clock = { now: () => now, onMove: () => () => {} } as unknown as Parameters<typeof tellUnconfirmed>[2];
const note = (what: string): Effect => ({
  kind: 'post note',
  channel: '#marketing',
  text: what,
  handoffId: null,
  key: `note:${what}`,
  lane: 'slack:#marketing',
  priority: 1,
});

type Parts = {
  store?: Partial<SqliteStore>;
  run: (effect: ClaimedEffect, isOurs: () => Promise<boolean>) => Promise<Settlement>;
  surelyOursMs?: number;
  moment?: () => Moment;
};

function start({ store: instead = {}, run, surelyOursMs = 0, moment = readMoment }: Parts): void {
  const used = { ...store, ...instead };
  worker = startOutboxWorker({
    store: used,
    memory: createPortalMemory(),
    clock,
    portalIds: async () => [portalId],
    lanes: [
      {
        startsWith: 'slack:',
        atOnce: 1,
        gapMs: 0,
        run: async (_, effects, { isOurs }) => Promise.all(effects.map((effect) => run(effect, isOurs))),
      },
    ],
    onSettled: () => {},
    tellUnconfirmed: (portal) => tellUnconfirmed(used, portal, clock),
    onError: () => {},
    everyMs: 10,
    afterFailureMs: 20,
    surelyOursMs,
    moment,
  });
}

const send = async (effect: ClaimedEffect): Promise<Settlement> => {
  expect(await store.markSending(portalId, effect.key, effect.lease)).toBe(true);
  sent.push(effect.key);
  return { effect, outcome: done };
};

async function untilCounts(wanted: Record<string, number>): Promise<void> {
  await waitUntil(
    JSON.stringify(wanted),
    async () => {
      now += 1_000;
      const counts = await store.outboxCounts(portalId);
      return expect.objectContaining(wanted).asymmetricMatch(counts)
        ? { value: true }
        : { instead: JSON.stringify(counts) };
    },
    20_000,
    10,
  );
}

it('begins what writes outside only when what led to it is on disk', async () => {
  const disk = Promise.withResolvers<void>();
  start({ store: { flushed: () => disk.promise }, run: send });
  await store.enqueue(portalId, [note('a')], now);
  await untilCounts({ claimed: 1 });
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(sent).toEqual([]);
  disk.resolve();
  await untilCounts({ done: 1 });
  expect(sent).toEqual(['note:a']);
});

it('tries again what had to wait for a disk that failed', async () => {
  let asked = 0;
  const flushed = async () => {
    asked += 1;
    if (asked === 1) throw new Error('EIO');
  };
  start({ store: { flushed }, run: send });
  await store.enqueue(portalId, [note('a')], now);
  await untilCounts({ done: 1 });
  expect(sent).toEqual(['note:a']);
});

const alarms = async () => (await store.alarms(portalId)).map(({ key }) => key);

it('what may have been sent when something failed afterwards is told, and never sent again', async () => {
  await store.enqueue(portalId, [note('a')], now);
  start({
    async run(effect) {
      await send(effect);
      throw new Error('SQLITE_BUSY');
    },
  });
  await untilCounts({ unconfirmed: 1 });
  await waitUntil(
    'an alarm',
    async () => ((await alarms()).length > 0 ? { value: true } : { instead: 'none' }),
    20_000,
  );
  expect(await alarms()).toEqual(['unconfirmed:note:a']);
  expect(sent).toEqual(['note:a']);
  expect(await store.untoldEffects(portalId)).toEqual([]);
});

it('what was not being sent yet when something failed is tried again', async () => {
  await store.enqueue(portalId, [note('a')], now);
  let failures = 0;
  start({
    async run(effect) {
      failures += 1;
      if (failures === 1) throw new Error('SQLITE_BUSY');
      return send(effect);
    },
  });
  await untilCounts({ done: 1 });
  expect(sent).toEqual(['note:a']);
  expect(await alarms()).toEqual([]);
});

it('what a claim took whose answer never came is claimed again, also when giving it back fails at first', async () => {
  await store.enqueue(portalId, [note('a')], now);
  let claims = 0;
  let failures = 0;
  start({
    store: {
      async claimEffects(...asked) {
        const claimed = await store.claimEffects(...asked);
        claims += 1;
        if (claims === 1) throw new Error('the log could not be flushed');
        return claimed;
      },
      async unclaimEffects(...asked) {
        failures += 1;
        if (failures < 3) throw new Error('SQLITE_FULL');
        return store.unclaimEffects(...asked);
      },
    },
    run: send,
  });
  await untilCounts({ done: 1 });
  expect(sent).toEqual(['note:a']);
});

it('outcomes that could not be written are written as soon as they can be', async () => {
  await store.enqueue(portalId, [note('a'), note('b')], now);
  let failures = 0;
  start({
    store: {
      settleEffects: async (...settled) => {
        failures += 1;
        if (failures < 4) throw new Error('SQLITE_FULL');
        return store.settleEffects(...settled);
      },
    },
    run: send,
  });
  await untilCounts({ done: 2 });
  expect(sent).toEqual(['note:a', 'note:b']);
});

it('telling is tried again until it is done', async () => {
  await store.enqueue(portalId, [note('a')], now);
  let failures = 0;
  start({
    store: {
      raiseAlarm: async (...alarm) => {
        failures += 1;
        if (failures < 3) throw new Error('SQLITE_BUSY');
        return store.raiseAlarm(...alarm);
      },
    },
    async run(effect) {
      await send(effect);
      throw new Error('SQLITE_BUSY');
    },
  });
  await waitUntil(
    'an alarm',
    async () => ((await alarms()).length > 0 ? { value: true } : { instead: 'none' }),
    20_000,
  );
  expect(await store.alarms(portalId)).toMatchObject([{ key: 'unconfirmed:note:a', times: 1 }]);
});

it('a start that ended between finding and telling is followed by one that tells', async () => {
  await store.enqueue(portalId, [note('a')], now);
  const [claimed] = await store.claimEffects(portalId, 'slack:#marketing', 1, now, 'gone');
  await store.markSending(portalId, claimed!.key, 'gone');
  await store.recoverEffects(portalId);
  expect(await alarms()).toEqual([]);
  const log = { info: () => {} } as unknown as Parameters<typeof recoverEffects>[3];
  await recoverEffects(store, [portalId], clock, log);
  expect(await alarms()).toEqual(['unconfirmed:note:a']);
});

it('a lane that works hears when what it had claimed is no longer its own', async () => {
  await store.enqueue(portalId, [note('a')], now);
  const heard: boolean[] = [];
  start({
    run: async (effect, isOurs) => {
      heard.push(await isOurs());
      // As after a stand still: somebody else took it up.
      if (heard.length === 1) await store.recoverEffects(portalId);
      heard.push(await isOurs());
      return { effect, outcome: done };
    },
  });
  await untilCounts({ done: 1 });
  expect(heard).toEqual([true, false, true, true]);
});

it('a lane whose machine was suspended since the claim asks whether it is its own', async () => {
  await store.enqueue(portalId, [note('a')], now);
  const heard: boolean[] = [];
  let wallMs = now;
  start({
    surelyOursMs: 2_000,
    moment: () => ({ monotonicMs: 5, wallMs }),
    run: async (effect, isOurs) => {
      if (heard.length > 0) return { effect, outcome: done };
      await store.recoverEffects(portalId);
      heard.push(await isOurs());
      wallMs += 2_000;
      heard.push(await isOurs());
      return { effect, outcome: done };
    },
  });
  await untilCounts({ done: 1 });
  expect(heard).toEqual([true, false]);
});
