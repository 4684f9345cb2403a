/** Nodes on one PostgreSQL: who is there, what one hears of another, and what is left when one is gone. */
import pg from 'pg';
import type { Clock } from '../../../backend/clock.ts';
import { type Effect, type EffectOutcome, priorities } from '../../../backend/outbox/effect.ts';
import { done } from '../../../backend/outbox/lane.ts';
import { type LaneRunner, startOutboxWorker } from '../../../backend/outbox/outbox-worker.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import type { Saved } from '../../../backend/store/nodes-store.ts';
import { openPostgres } from '../../../backend/store/postgres/connection.ts';
import type { PostgresStore } from '../../../backend/store/postgres/open.ts';
import { PooledSessionError } from '../../../backend/store/postgres/pooled-session.ts';
import { loadNodes, openPresence } from '../../../backend/store/postgres/presence.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import { now } from '../../support/handoffs.ts';
import { createTestDatabase } from '../../support/postgres.ts';
import { type TwoNodes, twoNodes } from '../../support/two-nodes.ts';

let url: string;
let portalId: number;
let one: PostgresStore;
let other: PostgresStore;
let joins: TwoNodes['joins'];
let leaves: TwoNodes['leaves'];
twoNodes((nodes) => {
  ({ url, portalId, one, other, joins, leaves } = nodes);
});

const portal = () => ({
  portalId,
  timeZone: 'UTC',
  uiDomain: 'app.hubspot.com',
  scopes: [],
  goLiveAt: null,
  createdAt: now,
});

describe('what one node saves', () => {
  const told = (node: PostgresStore) => {
    const heard: (Saved | null)[] = [];
    node.onSaved((saved) => heard.push(saved));
    return heard;
  };
  const untilHeard = (heard: (Saved | null)[], saved: Saved | null) =>
    waitUntil(
      JSON.stringify(saved),
      async () => {
        const found = heard.some((each) => JSON.stringify(each) === JSON.stringify(saved));
        return found ? { value: true } : { instead: JSON.stringify(heard) };
      },
      15_000,
      20,
    );

  it.each<[Saved['what'], string | null, () => Promise<unknown>]>([
    ['portal', null, () => one.savePortal(portal())],
    [
      'playbook',
      null,
      () => one.savePlaybook(portalId, { source: 'a', properties: [], author: 'ops@acme.test', reason: '' }, now),
    ],
    ['rules', null, () => one.putInForce(portalId, { playbookVersion: 1, timeZone: 'UTC' })],
    [
      'credential',
      null,
      () => one.saveCredential(portalId, 'slack', { sealed: 'k.n.b', expiresAt: null, details: {} }, now),
    ],
    ['setting', 'lifecycle stages', () => one.saveSetting(portalId, 'lifecycle stages', ['lead'], now)],
  ])(
    'the others hear, and not itself: a %s %s',
    async (what, setting, save) => {
      const [own, theirs] = [told(one), told(other)];
      await save();
      await untilHeard(theirs, { portalId, what, setting });
      expect(own).toEqual([]);
    },
    30_000,
  );

  it('is heard also when it is erased', async () => {
    await one.savePortal(portal());
    const heard = told(other);
    await one.erasePortal(portalId, now);
    await untilHeard(heard, { portalId, what: 'portal', setting: null });
  }, 30_000);

  it('that may have been missed is told to whoever listens late, and after the session broke', async () => {
    await one.saveSetting(portalId, 'owners', [], now);
    await other.setting(portalId, 'owners');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const heard = told(other);
    expect(heard).toEqual([null]);
    heard.length = 0;
    await breakSessions();
    await untilHeard(heard, null);
    await one.saveSetting(portalId, 'owners', [], now + 1);
    await untilHeard(heard, { portalId, what: 'setting', setting: 'owners' });
  }, 30_000);
});

/** As when the server restarts: the nodes' own sessions end, and are begun anew. */
async function breakSessions(): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name LIKE 'zo-handoff node %'`,
  );
  await client.end();
}

it('a node is there under the same number after its session broke, and is gone when it is closed', async () => {
  const there = async () => (await loadNodes(other.connection.acrossPortals)).toSorted();
  const before = await there();
  expect(before).toHaveLength(2);
  await breakSessions();
  await waitUntil(
    'both to be there again',
    async () => {
      const nodesThere = await there();
      return String(nodesThere) === String(before) ? { value: true } : { instead: String(nodesThere) };
    },
    15_000,
    50,
  );
  await leaves(one);
  expect(await there()).toHaveLength(1);
}, 30_000);

it('a database that cannot be heard is refused in words', async () => {
  // What is told in one database is not heard in another: as behind a pooler that mixes sessions.
  const elsewhere = openPostgres(await createTestDatabase(), () => {});
  await expect(openPresence(url, elsewhere, { onProblem: () => {} })).rejects.toThrow(PooledSessionError);
  await elsewhere.close();
}, 30_000);

it('a session that could only half be begun is ended, and leaves nothing behind', async () => {
  const presence = await openPresence(url, one.connection, { onProblem: () => {}, againMs: 20, answerMs: 300 });
  const asker = new pg.Client(url);
  await asker.connect();
  const sessions = async () => {
    const found = await asker.query('SELECT pid FROM pg_stat_activity WHERE application_name = $1', [
      `zo-handoff node ${presence.node}`,
    ]);
    return found.rows.map(({ pid }) => pid as number);
  };
  const locker = new pg.Client(url);
  await locker.connect();
  const inTheWay = locker.query('SELECT pg_advisory_lock($1, $2)', [0x5a6f, presence.node]);
  const [first] = await sessions();
  await asker.query('SELECT pg_terminate_backend($1)', [first]);
  await inTheWay;
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect((await sessions()).length).toBeLessThan(3);
  expect(presence.presence()).toBeNull();
  await locker.end();
  await waitUntil(
    'the node to be there again, once',
    async () => {
      const there = await sessions();
      return presence.presence() !== null && there.length === 1 ? { value: true } : { instead: String(there) };
    },
    10_000,
  );
  await presence.close();
  await waitUntil(
    'nothing of it to be left',
    async () => ((await sessions()).length === 0 ? { value: true } : { instead: 'sessions' }),
    5_000,
  );
  await asker.end();
}, 40_000);

describe('what a node had claimed', () => {
  const sync = (companyId: number) => ({
    kind: 'sync company' as const,
    companyId,
    key: `company:${companyId}`,
    lane: 'hubspot',
    priority: priorities.routine,
  });
  beforeEach(async () => {
    await other.enqueue(portalId, [sync(1), sync(2)], now);
    const claimed = await one.claimEffects(portalId, 'hubspot', 2, now, 'lease of one');
    expect(claimed).toHaveLength(2);
    expect(await one.markSending(portalId, 'company:2', 'lease of one')).toBe(true);
  });

  it('stays its own while it is there, however long that takes', async () => {
    expect(await other.recoverEffects(portalId)).toEqual({ released: 0, unconfirmed: [] });
    expect(await one.recoverEffects(portalId)).toEqual({ released: 0, unconfirmed: [] });
  });

  it('is taken up once it is gone; of what was being sent nobody knows', async () => {
    await leaves(one);
    expect(await other.recoverEffects(portalId)).toEqual({ released: 1, unconfirmed: ['company:2'] });
    expect(await other.claimEffects(portalId, 'hubspot', 2, now, 'lease of other')).toMatchObject([
      { key: 'company:1' },
    ]);
  });
});

it('a lane that works hears at once when its node’s session broke and another took what it had claimed', async () => {
  const sync: Effect = {
    kind: 'sync company',
    companyId: 1,
    key: 'company:1',
    lane: 'hubspot',
    priority: priorities.routine,
  };
  await other.enqueue(portalId, [sync], now);
  const heard: boolean[] = [];
  const isOver = Promise.withResolvers<void>();
  const run: LaneRunner = async (_, effects, turn) => {
    heard.push(await turn.isOurs());
    await breakSessions();
    await waitUntil(
      'the other to take it',
      async () => {
        await other.recoverEffects(portalId);
        const taken = await other.claimEffects(portalId, sync.lane, 1, now, 'lease of other');
        return taken.length > 0 ? { value: true } : { instead: 'it is not given' };
      },
      15_000,
      10,
    );
    heard.push(await turn.isOurs());
    isOver.resolve();
    return effects.map((effect) => ({ effect, outcome: done }));
  };
  const worker = startOutboxWorker({
    store: one,
    memory: createPortalMemory(),
    clock: { now: () => now } as Clock,
    portalIds: async () => [portalId],
    lanes: [{ startsWith: sync.lane, atOnce: 1, gapMs: 0, run }],
    tellUnconfirmed: async () => {},
    onSettled: () => {},
    onError: () => {},
    everyMs: 20,
    surelyOursMs: 60_000,
  });
  await isOver.promise;
  await worker.stop();
  expect(heard).toEqual([true, false]);
}, 30_000);

describe('what a node was sending while nobody heard of it', () => {
  const alert: Effect = {
    kind: 'post alert',
    handoffId: 1,
    place: { to: 'channel', channel: '#pql-handoff' },
    key: 'alert:1:channel',
    lane: 'slack:#pql-handoff',
    priority: priorities.crossing,
  };
  beforeEach(async () => {
    await other.enqueue(portalId, [alert], now);
    await one.claimEffects(portalId, alert.lane, 1, now, 'lease of one');
    expect(await one.markSending(portalId, alert.key, 'lease of one')).toBe(true);
    await breakSessions();
    expect(await other.recoverEffects(portalId)).toEqual({ released: 0, unconfirmed: [alert.key] });
  }, 30_000);
  const settle = (outcome: EffectOutcome, lease = 'lease of one') =>
    one.settleEffects(portalId, [{ key: alert.key, lease, generation: 1, outcome }], now);

  it('is doubtful no longer once it says that it was sent', async () => {
    expect(await settle({ outcome: 'done' }, 'another lease')).toEqual([false]);
    expect(await settle({ outcome: 'done' })).toEqual([true]);
    expect(await one.outboxCounts(portalId)).toEqual({ done: 1 });
    expect(await one.untoldEffects(portalId)).toEqual([]);
    expect(await settle({ outcome: 'failed', reason: 'too late' })).toEqual([false]);
  });

  it('stays doubtful, and is not sent again by itself, when it would try again', async () => {
    await other.noteTold(portalId, alert.key, { isPosted: false, reason: 'told' });
    expect(await settle({ outcome: 'later', afterMs: 0, reason: 'Slack is away' })).toEqual([false]);
    expect(await one.outboxCounts(portalId)).toEqual({ unconfirmed: 1 });
  });
});

describe('a node that begins while another asks who is there', () => {
  let asker: pg.Client;
  beforeEach(async () => {
    asker = new pg.Client(url);
    await asker.connect();
    await asker.query(`SELECT set_config('zo.portal_id', $1, false)`, [String(portalId)]);
  });
  afterEach(() => asker.end());

  /** `work` has begun and waits for a row that is locked here; then a new node comes, and acts. */
  async function whileItWaits<Result>(
    work: Promise<Result>,
    act: (node: PostgresStore, number: number) => Promise<unknown>,
  ) {
    await waitUntil(
      'it to wait for the row',
      async () => {
        const { rows } = await asker.query(`SELECT FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'`);
        return rows.length > 0 ? { value: true } : { instead: 'nobody waits' };
      },
      15_000,
      10,
    );
    const before = await loadNodes(one.connection.acrossPortals);
    const begun = await joins();
    const [number] = (await loadNodes(one.connection.acrossPortals)).filter((node) => !before.includes(node));
    await act(begun, number!);
    await asker.query('COMMIT');
    return { begun, result: await work };
  }

  it('keeps the work that it takes meanwhile', async () => {
    expect(await other.takeWork(portalId, 'upkeep')).toBe(true);
    await leaves(other);
    await asker.query('BEGIN');
    await asker.query('SELECT FROM node_work WHERE portal_id = $1 FOR UPDATE', [portalId]);
    // It takes the work as the node does, in the transaction that the other waits for.
    const take = (_: PostgresStore, number: number) =>
      asker.query('UPDATE node_work SET node = $2 WHERE portal_id = $1', [portalId, number]);
    const { begun, result } = await whileItWaits(one.takeWork(portalId, 'upkeep'), take);
    expect(result).toBe(false);
    expect(await begun.takeWork(portalId, 'upkeep')).toBe(true);
    expect(await one.workElsewhere(portalId, 'upkeep')).toEqual({ progress: null });
  }, 30_000);

  it('is not taken for gone with what it sends', async () => {
    const effect = (companyId: number, lane: string): Effect => ({
      kind: 'sync company',
      companyId,
      key: `company:${companyId}`,
      lane,
      priority: priorities.routine,
    });
    await other.enqueue(portalId, [effect(1, 'hubspot'), effect(2, 'hubspot: other')], now);
    await other.claimEffects(portalId, 'hubspot', 1, now, 'lease of other');
    await leaves(other);
    await asker.query('BEGIN');
    await asker.query(`SELECT FROM outbox WHERE portal_id = $1 AND state = 'claimed' FOR UPDATE`, [portalId]);
    const { begun, result } = await whileItWaits(one.recoverEffects(portalId), async (node) => {
      await node.claimEffects(portalId, 'hubspot: other', 1, now, 'its lease');
      expect(await node.markSending(portalId, 'company:2', 'its lease')).toBe(true);
    });
    expect(result).toEqual({ released: 1, unconfirmed: [] });
    expect(await begun.outboxCounts(portalId)).toEqual({ pending: 1, sending: 1 });
    expect(await one.readyLanes(portalId, now)).toEqual(['hubspot']);
  }, 30_000);
});

describe('what one node does at a time', () => {
  it('is done by one of those that ask at the same time, until it leaves it', async () => {
    const asked = await Promise.all([one, other, one, other].map((node) => node.takeWork(portalId, 'rules')));
    expect(new Set([asked[0] === asked[2], asked[1] === asked[3]])).toEqual(new Set([true]));
    expect(asked[0]).not.toBe(asked[1]);
    const [has, hasNot] = asked[0] ? [one, other] : [other, one];
    await has.noteWork(portalId, 'rules', { step: 'counting', done: 1, total: 2 });
    expect(await hasNot.workElsewhere(portalId, 'rules')).toEqual({
      progress: { step: 'counting', done: 1, total: 2 },
    });
    expect(await has.workElsewhere(portalId, 'rules')).toBeNull();
    await hasNot.leaveWork(portalId, 'rules');
    expect(await hasNot.takeWork(portalId, 'rules')).toBe(false);
    expect(await hasNot.takeWork(portalId, 'upkeep')).toBe(true);
    await has.leaveWork(portalId, 'rules');
    expect(await hasNot.workElsewhere(portalId, 'rules')).toBeNull();
    expect(await hasNot.takeWork(portalId, 'rules')).toBe(true);
  }, 30_000);

  it('is free once the node is gone, however it ended', async () => {
    expect(await one.takeWork(portalId, 'upkeep')).toBe(true);
    expect(await other.takeWork(portalId, 'upkeep')).toBe(false);
    await leaves(one);
    expect(await other.workElsewhere(portalId, 'upkeep')).toBeNull();
    expect(await other.takeWork(portalId, 'upkeep')).toBe(true);
  }, 30_000);
});
