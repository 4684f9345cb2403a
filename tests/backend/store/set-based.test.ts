/** On PostgreSQL what is done to many takes as many statements as what is done to few: the rows of each table go together. */
import { decide } from '../../../backend/handoff/decide.ts';
import { nothingChanged } from '../../../backend/handoff/hubspot-changes.ts';
import type { PortalTransaction, PostgresConnection, Query } from '../../../backend/store/postgres/connection.ts';
import { openPostgresStore, type PostgresStore, storeOn } from '../../../backend/store/postgres/open.ts';
import { event, normaliseAgain } from '../../support/events.ts';
import { dayMs, decisionContext, facts, now, timeZone, waitingHandoff } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { createTestDatabase } from '../../support/postgres.ts';
import { rebuildUsage } from '../../support/rebuild-usage.ts';

const playbook = acmePlaybook();
const rules = { playbook, timeZone };
let opened: PostgresStore;
/** The same store, told of each statement. */
let store: PostgresStore;
let ran: string[] = [];
beforeAll(async () => {
  opened = await openPostgresStore(await createTestDatabase());
  store = storeOn(
    recording(opened.connection),
    { node: 1, presence: () => 0, onSaved() {}, close: async () => {} },
    120_000,
  );
}, 60_000);
afterAll(() => opened?.close());

function recording(connection: PostgresConnection): PostgresConnection {
  const recorded =
    (query: Query): Query =>
    (sql, values) => {
      ran.push(sql);
      return query(sql, values);
    };
  const within =
    (transaction: PortalTransaction): PortalTransaction =>
    (portalId, work) =>
      transaction(portalId, (query) => work(recorded(query)));
  return {
    ...connection,
    forPortal: (portalId) => recorded(connection.forPortal(portalId)),
    transaction: within(connection.transaction),
    portalTransaction: within(connection.portalTransaction),
    snapshot: within(connection.snapshot),
  };
}

const few = 3;
const many = 30;
let portalId = 0;

type World = { portalId: number; people: number[] };

/** People who are linked to contacts, each of a company of their own; every third had a handoff that ended, every third has one. */
async function invent(people: number): Promise<World> {
  portalId += 1;
  const ids = Array.from({ length: people }, (_, index) => index + 1);
  const events = ids.flatMap((id) => {
    const about = { userId: `user${id}`, receivedAt: now - dayMs };
    const named = (messageId: string) => ({ ...about, messageId: `${messageId} ${id}` });
    return [
      event({ ...named('is'), type: 'identify', name: null, email: `user${id}@company${id}.test` }),
      event({ ...named('joins'), type: 'group', name: null, groupId: `g${id}` }),
      event({ ...named('starts'), name: 'Onboarding Completed' }),
    ];
  });
  await opened.acceptEvents(portalId, [events], rules);
  const linked = ids.map((id) => ({ subjectId: id, recordId: `50${id}`, written: {}, problem: null }));
  await opened.acknowledge(portalId, 'contact', linked);
  await opened.acknowledge(
    portalId,
    'company',
    ids.map((id) => ({ ...linked[id - 1]!, recordId: `90${id}` })),
  );
  await opened.saveFacts(
    portalId,
    ids.map((personId) => ({ personId, facts: factsOf(personId) })),
    now - dayMs,
  );
  for (const personId of ids) {
    const isOpen = personId % 3 === 0;
    if (!isOpen && personId % 3 === 1) continue;
    await opened.transactHandoff(portalId, { personId }, now, ({ newHandoffId }) => {
      const waiting = waitingHandoff({ handoffId: newHandoffId(), personId, contactId: `50${personId}` });
      const handoff = isOpen
        ? waiting
        : { ...waiting, status: 'won' as const, closedAt: now - 300 * dayMs, note: 'said' };
      return { answer: null, change: { handoff, effects: [], receipts: [] } };
    });
  }
  return { portalId, people: ids };
}

const factsOf = (personId: number, more = {}) => facts({ contactId: `50${personId}`, ...more });

const commands: [name: string, run: (world: World) => Promise<unknown>][] = [
  [
    'events of people',
    ({ portalId, people }) =>
      store.acceptEvents(
        portalId,
        [people.map((id) => event({ userId: `user${id}`, messageId: `more ${id}`, receivedAt: now }))],
        rules,
      ),
  ],
  [
    'events of new people and companies',
    ({ portalId, people }) =>
      store.acceptEvents(
        portalId,
        [
          people.map((id) =>
            event({ type: 'group', name: null, userId: `new${id}`, groupId: `new${id}`, messageId: `new ${id}` }),
          ),
        ],
        rules,
      ),
  ],
  [
    'decisions with receipts',
    async ({ portalId, people }) => {
      const inputs = await opened.decisionInputs(portalId, people.length);
      const decisions = inputs.map((input) => {
        const decision = decide(input, decisionContext({ playbook, timeZone, now }));
        return { ...decision, opens: null, handoffChange: null, receipts: [receipt] };
      });
      expect(decisions).toHaveLength(people.length);
      expect(await store.commitDecisions(portalId, decisions, 1, now)).toMatchObject({ committed: people.length });
      expect(await opened.receipts(portalId, { limit: 500 })).toHaveLength(people.length);
    },
  ],
  [
    'answers of HubSpot that move contacts',
    ({ portalId, people }) =>
      store.acknowledge(
        portalId,
        'contact',
        people.map((subjectId) => ({ subjectId, recordId: `60${subjectId}`, written: {}, problem: null })),
      ),
  ],
  [
    'facts with other primary companies',
    ({ portalId, people }) => {
      const entries = people.map((personId) => {
        return { personId, facts: factsOf(personId, { primaryCompany: { id: `95${personId}`, name: 'x' } }) };
      });
      return store.saveFacts(portalId, entries, now);
    },
  ],
  [
    'readings',
    ({ portalId, people }) => {
      const known = (personId: number) => ({
        contactId: `50${personId}`,
        facts: factsOf(personId, { lifecycleStage: 'customer' }),
      });
      return store.keepReadings(
        portalId,
        people.map((personId) => ({ personId, ...known(personId), factsAt: now })),
        now,
      );
    },
  ],
  [
    'companies that are lost and regained',
    async ({ portalId, people }) => {
      const lost = people.map((companyId) => ({ companyId, recordId: `90${companyId}`, deletedAt: now }));
      expect(await store.loseCompanies(portalId, lost)).toBe(people.length);
      expect(
        await store.regainCompanies(
          portalId,
          lost.map(({ recordId }) => recordId),
          now,
        ),
      ).toBe(people.length);
    },
  ],
  [
    'contacts without handoffs that are lost',
    async ({ portalId, people }) => {
      const gone = facts({ exists: false, contactId: null });
      const lost = people
        .filter((personId) => personId % 3 !== 0)
        .map((personId) => ({ personId, contactId: `50${personId}`, deletedAt: now, facts: gone }));
      expect(await store.loseContacts(portalId, lost, now)).toBe(lost.length);
    },
  ],
  ['texts that are old', ({ portalId }) => store.forgetMessages(portalId, now - 100 * dayMs, now)],
  [
    'changes that are heard of',
    ({ portalId, people }) =>
      store.noteChanges(
        portalId,
        { ...nothingChanged, contactIds: people.map((id) => `50${id}`), companyIds: people.map((id) => `90${id}`) },
        now,
      ),
  ],
  ['effects that are claimed', ({ portalId }) => store.claimEffects(portalId, 'hubspot', 500, now, 'lease')],
  [
    'effects that are settled',
    async ({ portalId }) => {
      const claimed = await opened.claimEffects(portalId, 'hubspot', 500, now, 'lease');
      return store.settleEffects(
        portalId,
        claimed.map((one) => ({ ...one, outcome: { outcome: 'done' } as const })),
        now,
      );
    },
  ],
  ['clocks that ring', ({ portalId }) => store.wakeDue(portalId, now + 60 * dayMs, rules, 500)],
  [
    'events that are old',
    ({ portalId }) => store.forgetEvents(portalId, { before: now, rules, normalise: normaliseAgain, now }),
  ],
  ['people who are inactive', ({ portalId }) => store.forgetInactive(portalId, { before: now, rules, now })],
  ['people who are erased', ({ portalId, people }) => store.erasePersons(portalId, people.slice(0, 1), [], rules, now)],
  ['usage that is counted again', async ({ portalId }) => rebuildUsage(store, portalId, rules, normaliseAgain, now)],
];

const receipt = { kind: 'handoff' as const, body: { step: 'taken up' as const, by: 'workflow' as const } };

describe('as many statements as for few, for many', () => {
  it.each(commands)(
    '%s',
    async (_name, run) => {
      const counted: string[][] = [];
      for (const people of [few, many]) {
        const world = await invent(people);
        ran = [];
        await run(world);
        counted.push(ran);
      }
      const [forFew, forMany] = counted as [string[], string[]];
      expect(forFew.length).toBeGreaterThan(0);
      expect(forMany).toEqual(forFew);
    },
    60_000,
  );
});
