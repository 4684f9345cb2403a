/** The power goes while somebody is forgotten, at whatever row: afterwards the proof says what was erased, and says it once. */
import { nothingChanged } from '../../../backend/handoff/hubspot-changes.ts';
import { createErasure } from '../../../backend/portals/erase-people.ts';
import { checkForgotten } from '../../../backend/privacy/check-forgotten.ts';
import { type ForgetParts, forgetContact } from '../../../backend/privacy/forget-contact.ts';
import { databases, type EitherStore, type OpenDatabase } from '../../support/engines.ts';
import { event } from '../../support/events.ts';
import { everyPortalTable } from '../../support/every-table.ts';
import { alertedHandoff, facts, now, timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const rules = { playbook: acmePlaybook(), timeZone };
let portalId = 7_100;
let database: OpenDatabase;
let store: EitherStore;

const accept = (...events: Parameters<typeof event>[0][]) =>
  store.acceptEvents(portalId, [events.map((one) => event({ receivedAt: now, ...one }))], rules);
const idOf = async (userId: string) => (await store.personByIdentity(portalId, `u:${userId}`))?.personId ?? null;
const set = (statement: string) => database.ask(statement);

async function linked(userId: string): Promise<number> {
  const email = `${userId}@finpilot.test`;
  await accept({ type: 'identify', userId, email, anonymousId: `browser-of-${userId}`, groupId: 'finpilot' });
  const personId = (await idOf(userId))!;
  await store.saveFacts(portalId, [{ personId, facts: facts({ contactId: '501', email, firstName: userId }) }], now);
  return personId;
}

/** Two people of ours are one contact, one of them handed off; of their events some are far from the others. */
async function twoPeople(): Promise<void> {
  portalId += 1;
  const sarah = await linked('sarah');
  await linked('sarah-too');
  await accept({ userId: 'ben', email: 'ben@finpilot.test' });
  await set(`UPDATE counters SET value = 12000 WHERE portal_id = ${portalId} AND name = 'event'`);
  await accept({ userId: 'sarah' }, { userId: 'sarah' }, { userId: 'sarah-too' });
  const message = { link: '', at: now };
  await database.saveHandoff(
    portalId,
    alertedHandoff({
      personId: sarah,
      alerts: {
        'alert:5:dm:maria@acme.test': { ...message, state: 'posted', channel: 'D1', ts: '1.2' },
        'alert:5:dm:tom@acme.test': { state: 'unconfirmed', reason: 'no answer' },
      },
    }),
  );
  const about = { key: 'note:5', lane: 'slack:#marketing', priority: 1 } as const;
  await store.enqueue(
    portalId,
    [
      { kind: 'post note', channel: '#marketing', text: 'sarah@finpilot.test came back', handoffId: 5, ...about },
      {
        kind: 'post note',
        channel: '#marketing',
        text: 'sarah@finpilot.test left',
        handoffId: 5,
        ...about,
        key: 'note:6',
      },
    ],
    now,
  );
  await set(
    `UPDATE outbox SET state = 'done', result_json = '{"channel":"C2","ts":"9.9"}'
     WHERE portal_id = ${portalId} AND effect_key = 'note:5'`,
  );
  await set(
    `INSERT INTO action_calls (portal_id, callback_id, action, handoff_id, received_at, answer_json)
     VALUES (${portalId}, 'call-${portalId}', 'assign-owner', 5, ${now}, '{"owner":"maria"}')`,
  );
  await store.noteChanges(portalId, { ...nothingChanged, privacyDeletions: ['501'] }, now);
}

async function forgetAll(): Promise<void> {
  const gateway: ForgetParts['gateway'] = {
    provePortal: async () => {},
    readContacts: async ({ values }) => new Map(values.map((id) => [id, 'not found' as const])),
  };
  const erasure = createErasure({ store, rulesFor: async () => rules, now: () => now, onErased() {} });
  for (const waiting of await store.waitingPrivacyDeletions(portalId, 10)) {
    await forgetContact({ portalId, store, gateway, erasure, now: () => now + 5 }, waiting);
  }
}

async function proof() {
  const [deletion, ...others] = await store.privacyDeletions(portalId, 10);
  expect(others).toEqual([]);
  const { contactHash: _salted, ...said } = deletion!;
  return said;
}
const redactions = () =>
  set(`SELECT effect_key FROM outbox WHERE portal_id = ${portalId} AND kind = 'redact message' ORDER BY effect_key`);

/** From then on the power goes at the nth row that is written; at none for -1. */
const powerFor = (rows: number) => set(`UPDATE power SET n = ${rows}`);

async function installPower(): Promise<void> {
  await set('CREATE TABLE power (n INTEGER)');
  await set('INSERT INTO power VALUES (-1)');
  const isSqlite = database.name === 'SQLite';
  if (!isSqlite) {
    await set(`CREATE FUNCTION use_power() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
      UPDATE power SET n = n - 1;
      IF (SELECT n FROM power) = 0 THEN RAISE EXCEPTION 'power cut'; END IF;
      IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
      RETURN NEW;
    END $$`);
  }
  for (const table of await everyPortalTable(database)) {
    for (const deed of ['INSERT', 'UPDATE', 'DELETE']) {
      const name = `power_${table}_${deed}`;
      await set(
        isSqlite
          ? `CREATE TRIGGER ${name} BEFORE ${deed} ON ${table} BEGIN UPDATE power SET n = n - 1;
               SELECT CASE WHEN (SELECT n FROM power) = 0 THEN RAISE(ABORT, 'power cut') END; END`
          : `CREATE TRIGGER ${name} BEFORE ${deed} ON ${table} FOR EACH ROW EXECUTE FUNCTION use_power()`,
      );
    }
  }
}

describe.each(databases)('on %s', (_name, open) => {
  beforeAll(async () => {
    database = await open();
    store = database.store;
    await installPower();
  }, 60_000);
  afterAll(() => store?.close());

  it('whenever the power went, what was begun is ended, and the proof says everything that was erased once', async () => {
    await twoPeople();
    await forgetAll();
    const expected = await proof();
    expect(expected).toEqual({
      toldAt: now,
      doneAt: now + 5,
      outcome: 'erased',
      erased: {
        persons: 2,
        events: 5,
        handoffs: 1,
        messages: 2,
        unfound: 1,
        calls: 1,
        effects: 2,
        receipts: 0,
        alarms: 0,
      },
    });
    const messages = await redactions();
    expect(messages).toHaveLength(2);

    let cuts = 0;
    // At every row; PostgreSQL, which takes its time, at every third.
    const further = database.name === 'SQLite' ? 1 : 3;
    for (let rows = 1; ; rows += further) {
      await twoPeople();
      await powerFor(rows);
      const cut = await forgetAll().then(
        () => false,
        (error: Error) => {
          expect(error.message).toContain('power cut');
          return true;
        },
      );
      await powerFor(-1);
      if (!cut) break;
      cuts += 1;

      const between = await proof();
      expect([between.doneAt, between.outcome]).toEqual([null, null]);
      const left = [await idOf('sarah'), await idOf('sarah-too')].filter((id) => id !== null).length;
      expect(between.erased?.persons ?? 0).toBe(2 - left);
      expect(await checkForgotten(store, portalId, now)).toMatchObject([
        { detail: expect.stringMatching(/^0 erased, 0 of nobody here, 1 waiting,/) },
      ]);

      await forgetAll();
      expect(await proof()).toEqual(expected);
      expect(await redactions()).toEqual(messages);
      expect([await idOf('sarah'), await idOf('sarah-too'), await idOf('ben')]).toEqual([
        null,
        null,
        expect.any(Number),
      ]);
      await forgetAll();
      expect(await proof()).toEqual(expected);
    }
    expect(cuts * further).toBeGreaterThan(30);
  }, 120_000);
});
