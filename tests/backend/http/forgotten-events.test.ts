/** Events of people who were deleted for privacy: the sender is told, and nothing is kept. */
import { nothingChanged } from '../../../backend/handoff/hubspot-changes.ts';
import { hashWriteKey } from '../../../backend/http/write-key.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { event } from '../../support/events.ts';
import { facts, now, timeZone } from '../../support/handoffs.ts';
import { type IngestServer, startIngestServer } from '../../support/ingest-server.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const portalId = 7;
let store: SqliteStore;
let server: IngestServer;

beforeEach(async () => {
  store = await openSqliteStore(':memory:');
  await store.saveWriteKey(hashWriteKey('key-of-seven'), { portalId, source: 'server' }, now);
  const rules = { playbook: acmePlaybook(), timeZone };
  await store.acceptEvents(portalId, [[event({ userId: 'sarah', email: 'sarah@finpilot.test' })]], rules);
  const { personId } = (await store.personByIdentity(portalId, 'u:sarah'))!;
  await store.saveFacts(portalId, [{ personId, facts: facts() }], now);
  await store.noteChanges(portalId, { ...nothingChanged, privacyDeletions: ['501'] }, now);
  await store.refusePeopleOf(portalId, ['501'], now);
  server = await startIngestServer({ store });
});
afterEach(async () => {
  await server.close();
  await store.close();
});

async function send(path: string, body: object) {
  const authorization = `Basic ${Buffer.from('key-of-seven:').toString('base64')}`;
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers: { authorization },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}
const track = (userId: string, messageId: string) => ({ type: 'track', event: 'Report Created', userId, messageId });

it('a batch names them by their place, and keeps the others', async () => {
  const batch = [{ type: 'nothing we know' }, track('ben', 'm1'), track('sarah', 'm2'), track('ben', 'm3')];
  expect(await send('/v1/batch', { batch })).toMatchObject({
    status: 200,
    body: {
      success: true,
      accepted: 2,
      duplicates: 0,
      rejected: [{ index: 0 }, { index: 2, messageId: 'm2', reason: 'its person was deleted for privacy' }],
    },
  });
  expect(server.door.figures()).toMatchObject({ accepted: 2, rejected: 2 });
});

it('alone they are answered as taken, so that no SDK sends them for ever, and counted as rejected', async () => {
  expect(await send('/v1/track', track('sarah', 'm4'))).toMatchObject({ status: 200, body: { success: true } });
  expect(server.door.figures()).toMatchObject({ accepted: 0, rejected: 1 });
  expect(await store.forgottenCounts(portalId)).toMatchObject({ refused: 1 });
});
