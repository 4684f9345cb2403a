/** After an erasure nothing in the database file is about the person, in any table, in whatever table comes to be. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decide } from '../../../backend/handoff/decide.ts';
import type { Handoff } from '../../../backend/handoff/handoff.ts';
import { sendAlerts } from '../../../backend/handoff/steps/alerting.ts';
import { normaliseMessage } from '../../../backend/ingest/normalise-message.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { overwriteFreePages } from '../../../backend/store/sqlite/overwrite-free-pages.ts';
import { dayMs, decisionContext, facts, hourMs, now, timeZone, tom } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const portalId = 1234567;
const rules = { playbook: acmePlaybook(), timeZone };
const address = 'Sarah.Chen@finpilot.test';
/** What is looked for, in whatever case. */
const traces = ['sarah.chen@', '"sarah"', 'chen'];

const folder = mkdtempSync(path.join(tmpdir(), 'zo-erased-'));
const file = path.join(folder, 'zo.db');
let store: SqliteStore;
beforeAll(async () => {
  store = await openSqliteStore(file);
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

let sent = 0;
async function send(message: Record<string, unknown>, source: 'server' | 'browser' = 'server'): Promise<void> {
  sent += 1;
  const read = normaliseMessage({ messageId: `m${sent}`, ...message }, { receivedAt: now - dayMs + sent, source });
  if ('rejected' in read) throw new Error(read.rejected);
  await store.acceptEvents(portalId, [[read.event]], rules);
}

async function settle(): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    const inputs = await store.decisionInputs(portalId, 100);
    const decisions = inputs.map((input) => decide(input, decisionContext()));
    await store.commitDecisions(portalId, decisions, 1, now);
  }
}

/** What people wrote about her, wherever a handoff keeps such words. */
function withWords(handoff: Handoff): Handoff {
  const said = 'Sarah Chen is a student';
  const owner = { ...tom, setByUs: true, reason: '', since: now };
  const asked = { askedAt: now, contractValue: null, rule: 'expected contract value >= 15000', escalatedAt: null };
  return {
    ...handoff,
    note: `${said}, and asked`,
    byHand: { by: 'tom@acme.test', reason: said, ownerId: null, insteadOf: null },
    review: { ...asked, verdict: 'approved', decidedAt: now, by: 'ops@acme.test', reason: `Too small: ${said}` },
    earlierOwners: [{ ...owner, until: now, dueAt: null, breachedAt: null, why: said, by: 'tom@acme.test' }],
    question: { askedAt: now, number: 1, reasons: [said] },
    returnReasons: [`No answer: ${said} (tom@acme.test)`],
    ending: { by: 'tom@acme.test', kind: 'wrong person', reason: said, undo: null },
  };
}

/** Tables whose rows hold a trace, with the row. */
function tablesWith(words: string[]): string[] {
  const { database } = store.connection;
  const tables = database.prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  return tables.flatMap(({ name }) => {
    const rows = database.prepare(`SELECT * FROM "${name}"`).all();
    const found = rows.filter((row) => words.some((word) => JSON.stringify(row).toLowerCase().includes(word)));
    return found.map((row) => `${name}: ${JSON.stringify(row)}`);
  });
}

it('leaves no trace of the person in any table of the file, and the others as they were', async () => {
  const traits = { email: address, firstName: 'Sarah', lastName: 'Chen' };
  for (const userId of [address, 'ben']) await send({ type: 'group', userId, groupId: 'finpilot' });
  await send({ type: 'identify', userId: address, anonymousId: 'device-1', traits });
  await send({ type: 'identify', userId: 'ben', traits: { email: 'ben@finpilot.test' } });
  await send({ type: 'page', anonymousId: 'device-1', properties: { path: `/people/${address}` } });
  await send({
    type: 'track',
    userId: 'ben',
    event: 'Teammate Invited',
    properties: { invited: address.toLowerCase() },
  });
  await send({ type: 'track', userId: address, event: 'Onboarding Completed' });
  await send({ type: 'identify', userId: address, traits, context: { test: true } });
  await send({ type: 'identify', userId: 'tester', traits, context: { test: true } });
  for (let index = 0; index < 60; index += 1) await send({ type: 'track', userId: address, event: 'Report Created' });
  const { personId } = (await store.personByIdentity(portalId, `u:${address}`))!;
  const ben = (await store.personByIdentity(portalId, 'u:ben'))!;
  await settle();
  await store.saveFacts(portalId, [{ personId, facts: facts({ email: address }) }], now);
  await store.acknowledge(portalId, 'contact', [
    { subjectId: personId, recordId: '501', written: { zo_user_id: address }, problem: null },
    { subjectId: ben.personId, recordId: '502', written: {}, problem: `HubSpot has ${address} under another contact` },
  ]);
  await settle();
  await store.transactHandoff(portalId, { personId }, now, ({ handoff }) => ({
    answer: null,
    change: {
      ...sendAlerts(withWords(handoff!), [{ to: 'channel', channel: '#pql-handoff' }], null),
      alarm: { key: 'return:1', message: `HubSpot did not take ${address}` },
    },
    call: { callbackId: 'cb', action: 'compute-pql-score', answer: { zo_readiness: 'Sarah Chen' } },
  }));
  await store.enqueue(
    portalId,
    [
      {
        kind: 'post note',
        channel: '#pql-handoff',
        text: `Sarah Chen (${address})`,
        handoffId: null,
        key: 'note:test:cb',
        lane: 'slack:#pql-handoff',
        priority: 0,
      },
      {
        kind: 'follow click',
        button: 'return',
        handoffId: 1,
        choice: 'Wrong person: Sarah Chen is a student',
        userId: 'U1',
        teamId: 'T1',
        channel: 'C1',
        ts: '1.2',
        threadTs: null,
        responseUrl: null,
        key: 'click:1:V1',
        lane: 'clicks',
        priority: 0,
      },
    ],
    now,
  );
  expect(tablesWith(traces).length).toBeGreaterThan(10);

  const found = await store.findPersons(portalId, { email: address });
  await store.erasePersons(portalId, found, [address], rules, now + hourMs);

  expect(tablesWith(traces)).toEqual([]);
  expect(store.connection.database.prepare('SELECT count(*) AS n FROM message_ids').get()).toEqual({ n: sent });
  expect((await store.person(portalId, ben.personId))?.usage.signals).toMatchObject({
    'teammate invited': { total: 1 },
  });
  expect(await store.receipts(portalId, { personId, limit: 10 })).toContainEqual(
    expect.objectContaining({ kind: 'crossing', outcome: 'ready', erasedAt: now + hourMs, body: {} }),
  );
  const bytes = [file, `${file}-wal`].filter(existsSync).map((name) => readFileSync(name, 'latin1').toLowerCase());
  for (const trace of traces) expect(bytes.filter((text) => text.includes(trace))).toEqual([]);
});

it('overwrites what earlier versions of a row left on pages that are free now', async () => {
  const { database } = store.connection;
  const secret = 'what a row said before ';
  const holdsSecret = () => {
    database.pragma('wal_checkpoint(TRUNCATE)');
    return readFileSync(file, 'latin1').includes(secret);
  };
  await store.saveSetting(portalId, 'long', secret.repeat(20_000), now);
  expect(holdsSecret()).toBe(true);
  await store.saveSetting(portalId, 'long', 'short', now);
  expect(holdsSecret()).toBe(true);
  await overwriteFreePages(store.connection);
  expect(holdsSecret()).toBe(false);
});
