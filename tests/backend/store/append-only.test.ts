import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { addReceipt } from '../../../backend/store/sqlite/receipt-rows.ts';
import { now } from '../../support/handoffs.ts';

let store: SqliteStore;
beforeEach(async () => {
  store = await openSqliteStore(':memory:');
  const about = { personId: 1, companyId: null, handoffId: 5, playbookVersion: 2, at: now };
  addReceipt(store.connection, 1, { kind: 'handoff', body: { step: 'taken up', by: 'workflow' } }, about);
});
afterEach(() => store.close());

const receipts = () => store.connection.database.prepare('SELECT * FROM receipts').all();

describe('SQLite refuses', () => {
  it.each([
    ['to change what a receipt says', 'UPDATE receipts SET body_json = \'{"step":"not written"}\''],
    ['to blank it without saying when it was erased', "UPDATE receipts SET body_json = '{}'"],
    ['to call it erased and keep what it says', `UPDATE receipts SET erased_at = ${now}`],
    ['to change its moment while it is erased', `UPDATE receipts SET erased_at = ${now}, body_json = '{}', at = 1`],
    ['to move it to somebody else', 'UPDATE receipts SET person_id = 2'],
    ['to remove it', 'DELETE FROM receipts'],
    [
      'to put another in its place',
      "INSERT OR REPLACE INTO receipts (portal_id, receipt_id, kind, at, body_json) VALUES (1, 1, 'alert', 1, '{}')",
    ],
  ])('%s', (_what, sql) => {
    const before = receipts();
    expect(() => store.connection.database.exec(sql)).toThrow('receipts are append-only');
    expect(receipts()).toEqual(before);
  });

  it('to bring back what was erased', () => {
    const { database } = store.connection;
    database.exec(`UPDATE receipts SET erased_at = ${now}, body_json = '{}'`);
    expect(receipts()).toMatchObject([{ kind: 'handoff', outcome: 'taken up', playbook_version: 2, body_json: '{}' }]);
    expect(() => database.exec('UPDATE receipts SET erased_at = NULL')).toThrow('receipts are append-only');
    expect(() => database.exec(`UPDATE receipts SET erased_at = ${now + 1}`)).toThrow('receipts are append-only');
  });
});
