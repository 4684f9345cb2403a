/** Whatever text or number somebody sends: both databases take it or refuse it alike, and neither breaks. */
import type { Deed } from '../../backend/store/settings-store.ts';
import { storableText, storableTexts } from '../../backend/store/storable-text.ts';
import type { FoldRules } from '../../backend/store/store.ts';
import { type EitherStore, engines } from '../support/engines.ts';
import { event } from '../support/events.ts';
import { facts, now, timeZone, waitingHandoff } from '../support/handoffs.ts';
import { acmePlaybook } from '../support/playbooks.ts';

let portalId = 0;
const rules: FoldRules = { playbook: acmePlaybook(), timeZone };
const stores: EitherStore[] = [];
beforeAll(async () => {
  for (const [, open] of engines) {
    stores.push(await open());
  }
}, 60_000);
/** Each test has a portal of its own, with two people. */
beforeEach(async () => {
  portalId += 1;
  const requests = [[event({ receivedAt: now }), event({ receivedAt: now, userId: 'ben' })]];
  for (const store of stores) await store.acceptEvents(portalId, requests, rules);
});
afterAll(async () => {
  for (const store of stores) await store.close();
});

/** What each store answers, or that it refuses. */
async function verdicts(ask: (store: EitherStore) => Promise<unknown>): Promise<unknown[]> {
  return Promise.all(
    stores.map(async (store) => {
      const [settled] = await Promise.allSettled([ask(store)]);
      if (settled.status === 'rejected') return 'refused';
      const { value } = settled;
      return JSON.parse(JSON.stringify(value instanceof Map ? [...value] : (value ?? null)), storableTexts);
    }),
  );
}

/** As long as an address, a path or an id may be, of letters that take the most room and repeat least. */
const long = Array.from({ length: 500 }, (_, index) => String.fromCodePoint(0x4e00 + ((index * 7_919) % 20_000))).join(
  '',
);

const texts: [string, string][] = [
  ['NUL', 'a\0b'],
  ['NUL alone', '\0'],
  ['a lone surrogate', 'a\ud800b'],
  ['half of a pair at the end', 'pair \ud83d'],
  ['an emoji', '👩‍🚀 first'],
  ['quotes and backslashes', `'"\\{},"%_\n\t`],
  ['a field of ours', '","isSample":true,"x":"'],
  ['the other way round', '\u202etxet'],
  ['nothing', ''],
  ['a key of 500 letters', long],
  ['a long text', 'x'.repeat(100_000)],
];

describe.each(texts)('%s', (_what, text) => {
  const isKey = text.length <= 500;

  it('is the same to both where it is looked for', async () => {
    const questions: ((store: EitherStore) => Promise<unknown>)[] = [
      (store) => store.companyCardWork(portalId, text),
      (store) => store.historyWork(portalId, text),
      (store) => store.factsOfContacts(portalId, [text, '1']),
      (store) => store.factsUnderCompany(portalId, text, 0, 5),
      (store) => store.primaryCompaniesOf(portalId, ['1', text]),
      (store) => store.personsOfContacts(portalId, [text]),
      (store) => store.eventsNamed(portalId, 1, [text]),
      (store) => store.lastSeen(portalId, [text]),
      (store) => store.arrivalHours(portalId, [text]),
      (store) => store.effectStates(portalId, [text]),
      (store) => store.effectsUnderWay(portalId, [text]).then((keys) => [...keys]),
      (store) => store.removeGrant(portalId, text),
      (store) => store.revokeWriteKey(portalId, text, now),
      (store) => store.noteWriteKeyUse(text, now),
    ];
    for (const ask of questions) {
      const [sqlite, postgres] = await verdicts(ask);
      expect(sqlite).not.toBe('refused');
      expect(postgres).toEqual(sqlite);
    }
  });

  it('is kept by both, and given back as it can be kept', async () => {
    const requestId = isKey ? text : 'long';
    const email = isKey ? text : 'long';
    const [sqlite, postgres] = await verdicts(async (store) => {
      await store.saveGrant(portalId, { email, grantedBy: text, grantedAt: now });
      await store.addWriteKey(
        `${texts.findIndex(([, one]) => one === text)}`,
        { portalId, source: 'server', name: text },
        now,
      );
      const begun = await store.beginAudit(portalId, { requestId, author: text, deed: 'grant', detail: text }, now);
      await store.endAudit(portalId, begun.entry.auditId, { at: now, outcome: 'done', answer: { [text]: text } });
      await store.beginAudit(portalId, { requestId, author: text, deed: text as Deed, detail: text }, now);
      return [
        await store.grants(portalId),
        await store.writeKeys(portalId, 99),
        await store.auditEntries(portalId, { limit: 99 }),
      ];
    });
    expect(sqlite).not.toBe('refused');
    expect(postgres).toEqual(sqlite);
    expect(JSON.stringify(postgres)).toContain(JSON.stringify(storableText(text)));
  });

  it('is the same to both in what HubSpot says of somebody, and in the hours of an event', async () => {
    const name = isKey ? storableText(text) : 'long';
    const [sqlite, postgres] = await verdicts(async (store) => {
      const known = facts({
        firstName: text,
        lastName: text,
        primaryCompany: { id: name, name: text },
      });
      await store.saveFacts(portalId, [{ personId: 1, facts: known }], now);
      await store.noteArrivals(portalId, [{ name, hourStart: now }], 1);
      return [
        await store.namedPersons(portalId, [1]),
        await store.factsOfContacts(portalId, ['501']),
        await store.factsUnderCompany(portalId, name, 0, 9),
        await store.historyWork(portalId, '501'),
        [...(await store.arrivalHours(portalId, [name]))],
        await store.everybody(portalId, 0, 9),
        await store.countPeople(portalId, 0, 9),
        await store.samplePersons(portalId, 9),
      ];
    });
    expect(sqlite).not.toBe('refused');
    expect(postgres).toEqual(sqlite);
  });
});

describe.each([
  ['zero', 0],
  ['below zero', -1],
  ['the first moment there is', -8_640_000_000_000_000],
  ['the last moment there is', 8_640_000_000_000_000],
  ['the largest whole number', Number.MAX_SAFE_INTEGER],
  ['2^53 + 1', 2 ** 53 + 1],
])('%s', (_what, number) => {
  it('is the same to both as a moment, and as a place to go on from', async () => {
    const questions: ((store: EitherStore) => Promise<unknown>)[] = [
      (store) => store.handoffsSince(portalId, number, 5),
      (store) => store.handoffsNow(portalId, number),
      (store) => store.handoffIds(portalId, 'opened', { from: -number, to: number }, 5),
      (store) => store.handoffsById(portalId, [number, 1]),
      (store) => store.handoffsAfter(portalId, number, 5),
      (store) => store.handoffsCame(portalId, number, 5),
      (store) => store.countPeople(portalId, number, 5),
      (store) => store.namedPersons(portalId, [number, 1]),
      (store) => store.personEvents(portalId, 1, { before: number, limit: 5 }),
      (store) => store.personEvents(portalId, number, { before: 9, limit: 5 }),
      (store) => store.auditEntries(portalId, { before: number, limit: 5 }),
      (store) => store.newEventNames(portalId, number, 5),
      (store) => store.newestEvents(portalId, number, 5),
      (store) => store.factsOfHandedOff(portalId, number, 5),
      (store) => store.everybody(portalId, number, 5),
      (store) => store.keptEvents(portalId, new Set([number, 1]), number),
      (store) => store.peopleGroups(portalId, [number]),
      (store) => store.companyCardWork(number, '900'),
    ];
    for (const ask of questions) {
      const [sqlite, postgres] = await verdicts(ask);
      expect(sqlite).not.toBe('refused');
      expect(postgres).toEqual(sqlite);
    }
  });

  it('is kept alike as the moment of a handoff', async () => {
    const [sqlite, postgres] = await verdicts(async (store) => {
      await store.transactHandoff(portalId, { personId: 2 }, now, ({ newHandoffId }) => {
        const about = {
          handoffId: newHandoffId(),
          personId: 2,
          openedAt: number,
          handedOffAt: number,
          closedAt: number,
        };
        const handoff = waitingHandoff({ ...about, status: 'withdrawn' });
        return { answer: null, change: { handoff, effects: [], receipts: [] } };
      });
      return [
        await store.handoffsSince(portalId, Number.MIN_SAFE_INTEGER, 9),
        await store.handedOffTimes(portalId, 9),
        await store.handoffIds(portalId, 'closed', { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER }, 9),
      ];
    });
    expect(postgres).toEqual(sqlite);
  });
});
