/** Of the connections to PostgreSQL no portal has more than its share, however much waits for it. */
import pg from 'pg';
import { LockedError, openPostgres, type PostgresConnection } from '../../../backend/store/postgres/connection.ts';
import {
  createPortalTurns,
  NestedTurnError,
  PortalBusyError,
  type PortalTurns,
} from '../../../backend/store/postgres/portal-turns.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import { createTestDatabase } from '../../support/postgres.ts';

describe('turns', () => {
  let turns: PortalTurns;
  let order: string[];
  beforeEach(() => {
    turns = createPortalTurns({ mostTurns: 2, mostFew: 2, withinMs: 200 });
    order = [];
  });
  afterEach(() => expect(turns.size()).toBe(0));

  const later = () => new Promise<void>((resolve) => setImmediate(resolve));
  /** A piece of work that tells when it starts, and ends when it is told to. */
  function work(name: string) {
    const ended = Promise.withResolvers<void>();
    let begun = () => {};
    return {
      begin: () => begun(),
      end: ended.resolve,
      run: (hasBegun = () => {}) => {
        begun = hasBegun;
        order.push(name);
        return ended.promise;
      },
    };
  }

  it('come in the order asked for; the next one waits at the lock only once the one before it has the lock', async () => {
    const [first, second, third] = [work('first'), work('second'), work('third')];
    const all = [first, second, third].map(({ run }) => turns.inTurn(1, run));
    await later();
    expect(order).toEqual(['first']);
    first.begin();
    await later();
    expect(order).toEqual(['first', 'second']);
    second.begin();
    await later();
    expect(order).toEqual(['first', 'second']);
    first.end();
    await later();
    expect(order).toEqual(['first', 'second', 'third']);
    second.end();
    third.end();
    await Promise.all(all);
  });

  it('of several portals are as many as may be, and what is no turn waits for none of them', async () => {
    const [one, two, three, reading] = [work('one'), work('two'), work('three'), work('reading')];
    const all = [one, two, three].map(({ run }, index) => turns.inTurn(index + 1, run));
    all.push(turns.amongFew(3, reading.run));
    await later();
    expect(order.toSorted()).toEqual(['one', 'reading', 'two']);
    two.end();
    await later();
    expect(order).toContain('three');
    for (const { end } of [one, three, reading]) end();
    await Promise.all(all);
  });

  it('that do not come in time are given up in words, and leave their place to others', async () => {
    const [first, third] = [work('first'), work('third')];
    const held = turns.inTurn(1, first.run);
    await expect(turns.inTurn(1, work('second').run)).rejects.toThrow(PortalBusyError);
    const next = turns.inTurn(1, third.run);
    first.end();
    await held;
    third.end();
    await next;
    expect(order).toEqual(['first', 'third']);
  });

  it('within one another are refused at once, and statements within one wait for no others', async () => {
    const others = [work('one'), work('two')];
    const few = others.map(({ run }) => turns.amongFew(1, run));
    await turns.inTurn(1, async () => {
      await expect(turns.inTurn(1, async () => {})).rejects.toThrow(NestedTurnError);
      await turns.amongFew(1, async () => void order.push('within'));
      await turns.inTurn(2, async () => void order.push('of another portal'));
    });
    expect(order).toEqual(['one', 'two', 'within', 'of another portal']);
    for (const { end } of others) end();
    await Promise.all(few);
  });
});

describe('on PostgreSQL', () => {
  let url: string;
  let connection: PostgresConnection;
  /** As a node that stands still within its transaction. */
  let still: pg.Client;
  beforeEach(async () => {
    url = await createTestDatabase();
    connection = openPostgres(url, () => {});
    still = new pg.Client(url);
    await still.connect();
    await still.query('BEGIN');
    await still.query('SELECT pg_advisory_xact_lock($1)', [1 * 2 + 1]);
  });
  afterEach(async () => {
    await still.end();
    await connection.close();
  });

  it('a portal whose lock another node keeps holds up no other, and goes on when it is free', async () => {
    const commands = Array.from({ length: 30 }, (_, index) =>
      connection.portalTransaction(1, (query) => query('SELECT 1'), index % 2 === 0 ? {} : undefined),
    );
    const reads = Array.from({ length: 30 }, () => connection.forPortal(1)('SELECT pg_sleep(0.05)'));
    await waitUntil(
      'the commands to wait for the lock',
      async () => {
        const { rows } = await still.query("SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
        return rows.length > 0 ? { value: true } : { instead: 'nobody waits' };
      },
      15_000,
      10,
    );
    const { rows } = await still.query("SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
    expect(rows).toHaveLength(1);
    expect(await connection.forPortal(2)('SELECT 2 AS two')).toEqual([{ two: 2 }]);
    expect(await connection.portalTransaction(2, (query) => query('SELECT 2 AS two'), {})).toEqual([{ two: 2 }]);
    expect(await connection.acrossPortals('SELECT 3 AS three')).toEqual([{ three: 3 }]);
    await still.query('COMMIT');
    await Promise.all([...commands, ...reads]);
  }, 30_000);

  it('a transaction asked for within one of the same portal does not wait for itself', async () => {
    await still.query('COMMIT');
    const asked = connection.portalTransaction(1, () => connection.portalTransaction(1, (query) => query('SELECT 1')));
    await expect(asked).rejects.toThrow(
      'portal 1: a transaction in the portal’s turn was asked for within another one',
    );
    const read = () => connection.transaction(1, () => connection.forPortal(1)('SELECT 1 AS one'));
    const within = connection.portalTransaction(1, async () => (await Promise.all([read(), read(), read()])).flat());
    expect(await within).toEqual([{ one: 1 }, { one: 1 }, { one: 1 }]);
  }, 30_000);

  it('what is kept locked too long is given up in words', async () => {
    const impatient = openPostgres(url, () => {}, { lockMs: 200 });
    const failed = impatient.portalTransaction(1, (query) => query('SELECT 1'));
    await expect(failed).rejects.toThrow(LockedError);
    await still.query('COMMIT');
    expect(await impatient.portalTransaction(1, (query) => query('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
    await impatient.close();
  }, 30_000);
});
