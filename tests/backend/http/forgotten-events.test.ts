/** Events of people who were deleted for privacy: nothing is kept, and the answer does not tell. */
import { nothingChanged } from '../../../backend/handoff/hubspot-changes.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { hashWriteKey } from '../../../backend/write-key-hash.ts';
import { event } from '../../support/events.ts';
import { facts, now, timeZone } from '../../support/handoffs.ts';
import { type IngestServer, startIngestServer } from '../../support/ingest-server.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const portalId = 7;
let store: SqliteStore;
let server: IngestServer;

beforeEach(async () => {
  store = await openSqliteStore(':memory:');
  await store.saveWriteKey(hashWriteKey('key-of-seven'), { portalId, source: 'browser' }, now);
  const rules = { playbook: acmePlaybook(), timeZone };
  await store.acceptEvents(portalId, [[event({ userId: 'sarah', email: 'sarah@finpilot.test' })]], rules);
  const { personId } = (await store.personByIdentity(portalId, 'u:sarah'))!;
  await store.saveFacts(portalId, [{ personId, facts: facts({ email: 'sarah@finpilot.test' }) }], now);
  await store.noteChanges(portalId, { ...nothingChanged, privacyDeletions: ['501'] }, now);
  await store.refusePeopleOf(portalId, ['501'], now);
  await store.erasePersons(portalId, [personId], [], rules, now);
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
const identify = (email: string, messageId: string) => ({
  type: 'identify',
  userId: 'whoever',
  messageId,
  traits: { email },
});
const kept = () => store.connection.database.prepare('SELECT count(*) FROM events').pluck().get();
const counts = () => server.door.figures().portals.get(portalId);

it('a batch keeps the others, and is answered as if all had been kept', async () => {
  const batch = [{ type: 'nothing we know' }, track('ben', 'm1'), track('sarah', 'm2'), track('ben', 'm3')];
  expect(await send('/v1/batch', { batch })).toEqual({
    status: 200,
    body: {
      success: true,
      accepted: 3,
      duplicates: 0,
      rejected: [expect.objectContaining({ index: 0, reason: expect.stringContaining('type') })],
    },
  });
  expect(kept()).toBe(2);
  expect(counts()).toMatchObject({ accepted: 2, forgotten: 1, rejected: 1 });
});

it('alone they are answered as taken, and the operator sees them counted apart', async () => {
  expect(await send('/v1/track', track('sarah', 'm4'))).toEqual({ status: 200, body: { success: true } });
  expect(kept()).toBe(0);
  expect(counts()).toMatchObject({ accepted: 0, forgotten: 1, rejected: 0 });
  expect(await store.forgottenCounts(portalId)).toMatchObject({ refused: 1 });
});

it('no answer tells an address on the list from any other, whatever is sent and however often', async () => {
  const ask = async (email: string, ids: string) => [
    await send('/v1/batch', { batch: [identify(email, `${ids}-1`)] }),
    await send('/v1/batch', { batch: [identify(email, `${ids}-1`)] }),
    await send('/v1/batch', { batch: [track('whoever', `${ids}-1`), identify(email, `${ids}-2`)] }),
    await send('/v1/batch', { batch: [identify(email, `${ids}-3`), identify(email, `${ids}-3`)] }),
    await send('/v1/identify', identify(email, `${ids}-4`)),
    await send('/v1/event', [identify(email, `${ids}-4`), track('whoever', `${ids}-5`)]),
    await send('/v1/batch', { batch: [track('whoever', `${ids}-6`)] }),
    await send('/v1/batch', { batch: [{ type: 'nothing we know' }, identify(email, `${ids}-7`)] }),
    await send('/v1/track', { ...track('whoever', `${ids}-8`), context: { traits: { email } } }),
  ];
  const asked = await ask('sarah@finpilot.test', 'one');
  expect(counts()).toMatchObject({ forgotten: 6, rejected: 1 });
  expect(asked).toEqual(await ask('nobody-knows@finpilot.test', 'two'));
});
