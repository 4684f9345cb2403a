import { claimEffects } from '../../../backend/store/sqlite/claim-effects.ts';
import { openSqlite, type SqliteConnection } from '../../../backend/store/sqlite/connection.ts';
import { enqueueEffects } from '../../../backend/store/sqlite/enqueue-effects.ts';
import { markCommands } from '../../../backend/store/sqlite/mark-sending.ts';
import { migrateSqlite } from '../../../backend/store/sqlite/migrate.ts';
import { outboxCounts } from '../../../backend/store/sqlite/outbox-rows.ts';
import { createSharedCommits } from '../../../backend/store/sqlite/shared-commits.ts';

const portalId = 7;
let connection: SqliteConnection;
let isBroken: boolean;
const marks = () => {
  const flushed = async () => {
    if (isBroken) throw new Error('EIO');
  };
  return markCommands(connection, createSharedCommits(connection, { soon: (work) => work(), flushed }));
};

beforeEach(() => {
  connection = openSqlite(':memory:');
  migrateSqlite(connection);
  isBroken = false;
  const note = { kind: 'post note' as const, channel: '#a', text: 'a', handoffId: null };
  enqueueEffects(connection, portalId, [{ ...note, key: 'note:a', lane: 'slack:#a', priority: 1 }], 0);
  claimEffects(connection, portalId, 'slack:#a', 1, 0, 'lease');
});
afterEach(() => connection.close());

const interrupted = [
  {
    key: 'note:a',
    lease: 'lease',
    generation: 1,
    outcome: { outcome: 'interrupted' as const, afterMs: 0, reason: '' },
  },
];

it('a mark that could not be flushed is taken back: nothing was sent because of it', async () => {
  const { markSending, settleEffects } = marks();
  isBroken = true;
  await expect(markSending(portalId, 'note:a', 'lease')).rejects.toThrow('EIO');
  expect(outboxCounts(connection, portalId)).toEqual({ sending: 1 });
  await settleEffects(portalId, interrupted, 0);
  expect(outboxCounts(connection, portalId)).toEqual({ pending: 1 });
});

it('one that was flushed is not, whatever fails afterwards', async () => {
  const { markSending, settleEffects } = marks();
  expect(await markSending(portalId, 'note:a', 'lease')).toBe(true);
  isBroken = true;
  expect(await markSending(portalId, 'note:a', 'lease').catch(() => 'refused')).toBe('refused');
  await settleEffects(portalId, interrupted, 0);
  expect(outboxCounts(connection, portalId)).toEqual({ unconfirmed: 1 });
});
