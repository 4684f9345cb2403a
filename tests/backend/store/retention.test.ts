/** What is old goes and changes nothing that is counted; what is needed, or not old, stays. */
import fc from 'fast-check';
import { alertKey } from '../../../backend/handoff/steps/alerting.ts';
import { settleUnconfirmed } from '../../../backend/handoff/steps/unconfirmed.ts';
import { normaliseKept } from '../../../backend/ingest/normalise-kept.ts';
import { normaliseMessage } from '../../../backend/ingest/normalise-message.ts';
import type { FoldRules } from '../../../backend/store/store.ts';
import { placeOf, placeWords } from '../../../backend/unconfirmed/unconfirmed-words.ts';
import { readRules, readStore, rulesOf } from '../../contracts/usage-property.ts';
import { countRows, databases, type EitherStore, type OpenDatabase } from '../../support/engines.ts';
import { eventStreams, streamStart } from '../../support/event-streams.ts';
import { normaliseAgain } from '../../support/events.ts';
import { alertedHandoff, dayMs, now, timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { rebuildUsage } from '../../support/rebuild-usage.ts';

let portalId = 0;
beforeEach(() => {
  portalId += 100_000;
});
const rules: FoldRules = { playbook: acmePlaybook(), timeZone };
let database: OpenDatabase;
let store: EitherStore;
let sent = 0;
async function send(message: Record<string, unknown>, at: number): Promise<void> {
  sent += 1;
  const read = normaliseMessage({ messageId: `m${sent}`, ...message }, { receivedAt: at, source: 'server' });
  if ('rejected' in read) throw new Error(read.rejected);
  await store.acceptEvents(portalId, [[read.event]], rules);
}
const count = (table: string, more = '') => countRows(database, portalId, table, more);
/** On PostgreSQL rows that are forgotten go with their week: see event-weeks.test.ts. */
const countKept = (more = '') => {
  const isKept = `AND seq > coalesce((SELECT seq FROM forgotten WHERE portal_id = ${portalId} AND kind = 'events'), 0)`;
  return count('events', database.name === 'PostgreSQL' ? `${isKept} ${more}` : more);
};
const forgetEvents = (before: number) => store.forgetEvents(portalId, { before, rules, normalise: normaliseKept, now });

/** Which single events counted is not known any more of those that are gone. */
function withoutSeqs(read: ReturnType<typeof readRules>) {
  return JSON.parse(
    JSON.stringify(read, (key, value) => (key === 'events' || key === 'lastActiveSeq' ? undefined : value)),
  );
}

describe.each(databases)('on %s', (name, open) => {
  beforeAll(async () => {
    database = await open();
    store = database.store;
  }, 60_000);
  afterAll(() => store?.close());

  describe('raw events that are deleted', () => {
    it('change no usage: neither now, nor when it is counted again by rules that nobody knew then', async () => {
      await fc.assert(
        fc.asyncProperty(
          eventStreams,
          fc.array(fc.integer({ min: -1, max: 60 }), { maxLength: 3 }),
          async (stream, cuts) => {
            portalId += 1;
            const whole = rulesOf(stream);
            const earlier = { ...whole, playbook: { ...whole.playbook, signals: [] } };
            const expected = withoutSeqs(readRules(stream));
            for (const group of stream.groups) await store.acceptEvents(portalId, group, earlier);
            while ((await store.wakeDue(portalId, stream.now, earlier, 100)).more);
            for (const cut of cuts) {
              const before = streamStart + cut * dayMs;
              const order = { before, rules: earlier, normalise: normaliseAgain, now: stream.now };
              await store.forgetEvents(portalId, order);
              expect(await countKept(`AND received_at < ${before}`)).toBe(0);
              expect(await store.forgetEvents(portalId, order)).toBe(0);
              await rebuildUsage(store, portalId, whole, normaliseAgain, stream.now);
              expect(withoutSeqs((await readStore(store, portalId)) as never)).toEqual(expected);
            }
          },
        ),
        { numRuns: name === 'SQLite' ? 150 : 40 },
      );
    }, 60_000);

    it('are those of before the moment alone, in every chunk', async () => {
      for (let index = 0; index < 1_200; index += 1) {
        await send({ type: 'track', userId: `u${index % 7}`, event: 'Report Created' }, now - 100 * dayMs + index);
      }
      await send({ type: 'track', userId: 'u1', event: 'Report Created' }, now - 10 * dayMs);
      const usage = (await store.personByIdentity(portalId, 'u:u1'))!.usage;
      expect(await forgetEvents(now - 90 * dayMs)).toBe(1_200);
      expect(await countKept()).toBe(1);
      expect((await store.personByIdentity(portalId, 'u:u1'))!.usage).toEqual(usage);
      expect(await store.forgotten(portalId)).toEqual([
        { kind: 'events', before: now - 90 * dayMs, rows: 1_200, at: now },
      ]);
      const seen = await store.eventsSeen(portalId);
      await rebuildUsage(store, portalId, rules, normaliseKept, now);
      expect((await store.eventsSeen(portalId))[0]).toMatchObject({ name: 'Report Created', events: 1_201, people: 7 });
      expect(await store.eventsSeen(portalId)).toEqual(seen);
    }, 60_000);

    it('count in a simulated draft as if they were still there', async () => {
      await send({ type: 'track', userId: 'sarah', event: 'Onboarding Completed' }, now - 100 * dayMs);
      await send({ type: 'track', userId: 'sarah', event: 'Report Created' }, now - dayMs);
      const { personId } = (await store.personByIdentity(portalId, 'u:sarah'))!;
      const fold = async () => {
        const options = { onProgress: () => {}, signal: new AbortController().signal };
        return (await store.foldUsage(portalId, rules, normaliseKept, now, options)).person(personId);
      };
      const before = withoutSeqs((await fold()) as never);
      expect(await forgetEvents(now - 90 * dayMs)).toBe(1);
      expect(withoutSeqs((await fold()) as never)).toEqual(before);
    });

    it('wait while usage is being counted from them', async () => {
      await send({ type: 'track', userId: 'sarah', event: 'Report Created' }, now - 100 * dayMs);
      await database.ask(`INSERT INTO rebuilds (portal_id, rebuild) VALUES (${portalId}, 1)`);
      expect(await forgetEvents(now)).toBe(0);
      await database.ask(`DELETE FROM rebuilds WHERE portal_id = ${portalId}`);
      expect(await forgetEvents(now)).toBe(1);
    });

    it('take what they added up to with them when their person is erased', async () => {
      await send({ type: 'track', userId: 'sarah', event: 'Report Created' }, now - 100 * dayMs);
      await forgetEvents(now);
      expect(await count('usage_before')).toBe(1);
      const found = await store.findPersons(portalId, { userId: 'sarah' });
      await store.erasePersons(portalId, found, [], rules, now);
      expect(await count('usage_before')).toBe(0);
    });
  });

  describe('receipts and audit', () => {
    const keep = (at: number) => store.keepReceipt(portalId, { kind: 'drift', body: {} } as never, at);

    it('go when they are old; doing it again changes nothing, and nothing else can delete them', async () => {
      for (const age of [900, 800, 10]) {
        await keep(now - age * dayMs);
        const entry = { requestId: `request-${age}`, author: 'a', deed: 'go live', detail: '' } as const;
        await store.beginAudit(portalId, entry, now - age * dayMs);
      }
      for (const [forget, table] of [
        [store.forgetReceipts, 'receipts'],
        [store.forgetAudit, 'audit'],
      ] as const) {
        expect(await forget(portalId, now - 730 * dayMs, now)).toBe(2);
        expect(await count(table)).toBe(1);
        expect(await forget(portalId, now - 730 * dayMs, now)).toBe(0);
        await expect(database.ask(`DELETE FROM ${table} WHERE portal_id = ${portalId}`)).rejects.toThrow('append-only');
      }
    });

    it('of an open handoff stay until it ends', async () => {
      await database.saveHandoff(portalId, { ...alertedHandoff(), handoffId: 5, status: 'alerted' });
      await database.ask(
        `INSERT INTO receipts (portal_id, receipt_id, kind, handoff_id, at, body_json)
       VALUES (${portalId}, 1, 'alert', 5, ${now - 800 * dayMs}, '{}')`,
      );
      expect(await store.forgetReceipts(portalId, now, now)).toBe(0);
      await database.ask(`UPDATE handoffs SET is_open = 0, status = 'won' WHERE portal_id = ${portalId}`);
      expect(await store.forgetReceipts(portalId, now, now)).toBe(1);
    });
  });

  describe('texts of messages', () => {
    it('go from handoffs that ended long ago, what was chosen from a list stays, and nothing is sent again', async () => {
      const long = now - 200 * dayMs;
      const said = { by: 'tom@acme.test', reason: 'Too small: Sarah Chen is a student', undo: null };
      const key = alertKey(1, { to: 'channel', channel: '#pql' });
      const posted = { state: 'posted', channel: 'C1', ts: '1.2', link: null, at: long, shows: 'Sarah' } as const;
      const alerted = { ...alertedHandoff(), note: 'Sarah asked', alerts: { [key]: posted }, ending: said };
      const ended = { ...alerted, status: 'not_a_fit' as const };
      await database.saveHandoff(portalId, { ...ended, handoffId: 1, closedAt: long });
      await database.saveHandoff(portalId, { ...ended, handoffId: 2, closedAt: now - dayMs });
      const note = { kind: 'post note', channel: '#x', text: 'Sarah Chen', lane: 'slack:#x', priority: 0 } as const;
      for (const handoffId of [1, 2]) {
        await store.enqueue(portalId, [{ ...note, handoffId, key: `note:return:${handoffId}` }], long);
      }
      const claimed = await store.claimEffects(portalId, 'slack:#x', 5, long, 'lease');
      const settled = claimed.map(({ key: one, generation }) => ({
        key: one,
        generation,
        lease: 'lease',
        outcome: { outcome: 'done' } as const,
      }));
      await store.settleEffects(portalId, settled, long);

      for (const handoffId of [1, 2]) {
        await database.ask(
          `INSERT INTO action_calls (portal_id, callback_id, action, received_at, answer_json, handoff_id)
         VALUES (${portalId}, 'cb-${handoffId}', 'assign-owner', ${long}, '{"zo_readiness":"Sarah"}', ${handoffId})`,
        );
      }

      expect(await store.forgetMessages(portalId, now - 180 * dayMs, now)).toBe(3);
      const [first, second] = [await store.handoff(portalId, 1), await store.handoff(portalId, 2)];
      expect(first).toMatchObject({ note: null, ending: { reason: 'Too small' }, status: 'not_a_fit' });
      expect(JSON.stringify(first)).not.toContain('Sarah');
      expect(second).toMatchObject({ note: 'Sarah asked', ending: said });
      expect(await count('outbox', "AND payload_json LIKE '%Sarah%'")).toBe(1);
      expect(await count('action_calls', "AND answer_json LIKE '%Sarah%'")).toBe(1);
      expect(await store.callAnswer(portalId, 'cb-1')).toEqual({});
      expect(await store.forgetMessages(portalId, now - 180 * dayMs, now)).toBe(0);
      expect(await store.readyLanes(portalId, now)).toEqual([]);
    });

    it('go from what nobody knows whether it was posted, which nobody is told of again and is not sent any more', async () => {
      const long = now - 200 * dayMs;
      const key = 'note:return:9';
      const note = { kind: 'post note', channel: '#x', text: 'Sarah Chen', lane: 'slack:#x', priority: 0 } as const;
      await store.enqueue(portalId, [{ ...note, handoffId: null, key }], long);
      const [claimed] = await store.claimEffects(portalId, 'slack:#x', 1, long, 'lease');
      await store.markSending(portalId, key, 'lease');
      const outcome = { outcome: 'unconfirmed', reason: 'no answer' } as const;
      const { generation } = claimed!;
      await store.settleEffects(portalId, [{ key, lease: 'lease', generation, outcome }], long);

      expect(await store.forgetMessages(portalId, now - 180 * dayMs, now)).toBe(1);
      expect(await count('outbox', "AND payload_json LIKE '%Sarah%'")).toBe(0);
      expect(await store.untoldEffects(portalId)).toEqual([]);
      const [found] = await store.unconfirmedEffects(portalId, 9);
      expect(found).toMatchObject({ key, kind: 'post note', reason: 'no answer' });
      expect(placeWords(placeOf(found!))).toBe('#x');
      const settle = (is: 'not there' | 'left') =>
        store.settleUnconfirmed(portalId, key, now, (known) => settleUnconfirmed(known, { is }, 'dana', now));
      expect(await settle('not there')).toMatchObject({ settled: { refused: expect.stringContaining('forgotten') } });
      await settle('left');
      expect(await store.unconfirmedEffects(portalId, 9)).toEqual([]);
    });
  });

  describe('inactive people', () => {
    it('go when they were never handed off, with everything of them, and come back as new ones', async () => {
      const old = now - 400 * dayMs;
      for (const userId of ['sarah', 'ben', 'handed']) {
        await send({ type: 'identify', userId, traits: { email: `${userId}@finpilot.test` } }, old);
        await send({ type: 'track', userId, event: 'Report Created' }, old + 1);
      }
      await send({ type: 'track', userId: 'ben', event: 'Signed In' }, now - dayMs);
      const { personId } = (await store.personByIdentity(portalId, 'u:handed'))!;
      await database.saveHandoff(portalId, { ...alertedHandoff(), handoffId: 1, personId });
      const before = now - 365 * dayMs;
      expect(await store.forgetInactive(portalId, { before, rules, now })).toBe(1);
      expect(await store.personByIdentity(portalId, 'u:sarah')).toBeNull();
      expect(await store.personByIdentity(portalId, 'u:ben')).not.toBeNull();
      expect(await store.personByIdentity(portalId, 'u:handed')).not.toBeNull();
      expect(await count('events', "AND body_json LIKE '%sarah%'")).toBe(0);
      expect(await store.forgetInactive(portalId, { before, rules, now })).toBe(0);
      await send({ type: 'track', userId: 'sarah', event: 'Report Created' }, now);
      expect((await store.personByIdentity(portalId, 'u:sarah'))!.usage.signals).toMatchObject({
        'key action': { total: 1 },
      });
    });
  });

  describe('names of what was not kept', () => {
    it('are counted, the most frequent first, and never more of them than the bound', async () => {
      await store.noteDropped(portalId, new Map([['traits.phone', 2]]), now);
      await store.noteDropped(
        portalId,
        new Map([
          ['traits.phone', 3],
          ['properties.amount', 9],
        ]),
        now + 1,
      );
      expect(await store.droppedNames(portalId, 5)).toEqual([
        { name: 'properties.amount', messages: 9, lastSeenAt: now + 1 },
        { name: 'traits.phone', messages: 5, lastSeenAt: now + 1 },
      ]);
      const many = new Map(Array.from({ length: 600 }, (_, index) => [`traits.n${index}`, 1] as const));
      await store.noteDropped(portalId, many, now);
      await store.noteDropped(portalId, new Map([['traits.phone', 1]]), now);
      expect(await count('dropped_names')).toBe(500);
      expect(await store.droppedNames(portalId, 2)).toMatchObject([{ messages: 9 }, { messages: 6 }]);
    });
  });
});
