import { decide } from '../../../backend/handoff/decide.ts';
import type { HandoffMoment } from '../../../backend/store/report-store.ts';
import { beginAudit } from '../../../backend/store/sqlite/audit-rows.ts';
import { cardCommands } from '../../../backend/store/sqlite/card-commands.ts';
import { cardWork } from '../../../backend/store/sqlite/card-work.ts';
import { forgetCardCalls } from '../../../backend/store/sqlite/complete-call.ts';
import type { SqliteConnection } from '../../../backend/store/sqlite/connection.ts';
import { decisionInputs } from '../../../backend/store/sqlite/decision-inputs.ts';
import { handoffsAtCompany } from '../../../backend/store/sqlite/handoff-lists.ts';
import { loadCompanyOwner } from '../../../backend/store/sqlite/handoff-rows.ts';
import { homeCommands } from '../../../backend/store/sqlite/home-rows.ts';
import { loadLastOwner } from '../../../backend/store/sqlite/last-owner.ts';
import { loadGroup } from '../../../backend/store/sqlite/load-group.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { loadOwnerLoad } from '../../../backend/store/sqlite/owner-load.ts';
import { listAssignments, listReceipts } from '../../../backend/store/sqlite/receipt-rows.ts';
import { subjectOfRecord, subjectsKnownBy, subjectsOfRecords } from '../../../backend/store/sqlite/record-rows.ts';
import { companyWork } from '../../../backend/store/sqlite/record-work.ts';
import { reportCommands } from '../../../backend/store/sqlite/report-rows.ts';
import { settingsCommands } from '../../../backend/store/sqlite/settings-commands.ts';
import { valuesCommands } from '../../../backend/store/sqlite/values-commands.ts';
import { watchCommands } from '../../../backend/store/sqlite/watch-commands.ts';
import { event } from '../../support/events.ts';
import { decisionContext, now, timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const portalId = 1234567;
/** A search bounded by nothing, by the portal alone, or by the portal and the kind of a row; m and a are limited lists. */
const wholePortal = /^SCAN (?!json_each|CONSTANT ROW|[am]$)|^SEARCH .* \(portal_id=\?( AND kind=\?)?\)$/;

const auditEntry = { requestId: 'request-1', author: 'ops@acme.test', deed: 'go live', detail: '' } as const;
const cards = cardCommands;
const values = (connection: SqliteConnection) => valuesCommands(connection, async (work) => work());

describe('what a SQLite statement walks through', () => {
  let store: SqliteStore;

  beforeAll(async () => {
    store = await openSqliteStore(':memory:');
    const sarah = event({
      email: 'sarah@finpilot.test',
      receivedAt: now,
      type: 'identify',
    });
    await store.acceptEvents(portalId, [[sarah]], { playbook: acmePlaybook(), timeZone });
    const { personId } = (await store.personByIdentity(portalId, 'u:sarah'))!;
    const linked = { subjectId: personId, recordId: '501', written: {}, problem: null };
    await store.acknowledge(portalId, 'contact', [linked]);
    await store.acknowledge(portalId, 'company', [{ ...linked, subjectId: 1, recordId: '900' }]);
    const decisions = (await store.decisionInputs(portalId, 10)).map((input) => decide(input, decisionContext()));
    await store.commitDecisions(portalId, decisions, 1, now);
  });
  afterAll(() => store.close());

  it.each<[string, (connection: SqliteConnection) => unknown]>([
    ['what a group of events mentions', (connection) => loadGroup(connection, portalId, [event({ groupId: 'g1' })])],
    ['the contact card', (connection) => expect(cardWork(connection, portalId, '501')).not.toBeNull()],
    [
      'the company card',
      (connection) => expect(cards(connection).companyCardWork(portalId, '900')).resolves.toBeTruthy(),
    ],
    ['the history card', (connection) => expect(cards(connection).historyWork(portalId, '501')).resolves.toBeTruthy()],
    ['a page of events', (connection) => cards(connection).personEvents(portalId, 1, { before: 9, limit: 5 })],
    ['the subjects of records', (connection) => subjectsOfRecords(connection, portalId, 'contact', ['501'])],
    ['whoever is known by a record', (connection) => subjectsKnownBy(connection, portalId, 'contact', ['501'])],
    ['the receipts of a person', (connection) => listReceipts(connection, portalId, { personId: 1, limit: 5 })],
    ['the receipts of a handoff', (connection) => listReceipts(connection, portalId, { handoffId: 1, limit: 5 })],
    ['the owner at a company', (connection) => loadCompanyOwner(connection, portalId, 1, 1)],
    [
      'the last owner at a company',
      (connection) => loadLastOwner(connection, portalId, { personId: 1, companyId: 1 }, 5),
    ],
    ['the handoffs at a company', (connection) => handoffsAtCompany(connection, portalId, 1, 5)],
    ['what an owner has', (connection) => loadOwnerLoad(connection, portalId, '71', 5)],
    ['people of changed contacts', (connection) => values(connection).factsOfContacts(portalId, ['501'])],
    ['people handed off', (connection) => values(connection).factsOfHandedOff(portalId, 0, 5)],
    ['people of a changed company', (connection) => values(connection).factsUnderCompany(portalId, '9', 0, 5)],
    ['whose primary companies', (connection) => values(connection).primaryCompaniesOf(portalId, ['9'])],
    ['when events came last', (connection) => watchCommands(connection).lastSeen(portalId, ['Report Created'])],
    ['the hours events came in', (connection) => watchCommands(connection).arrivalHours(portalId, ['Report Created'])],
    ['names that are new', (connection) => watchCommands(connection).newEventNames(portalId, now, 5)],
    ['the newest handoffs', (connection) => watchCommands(connection).handedOffTimes(portalId, 5)],
    ['handoffs opened in a span', (connection) => spanOf(connection, 'opened')],
    ['handoffs handed off in a span', (connection) => spanOf(connection, 'handed off')],
    ['handoffs closed in a span', (connection) => spanOf(connection, 'closed')],
    ['handoffs by their ids', (connection) => reportCommands(connection).handoffsById(portalId, [1])],
    ['a page of handoffs', (connection) => reportCommands(connection).handoffsAfter(portalId, 5, 5)],
    ['events that came last', (connection) => settingsCommands(connection).newestEvents(portalId, 1, 5)],
    [
      'events by their names',
      (connection) => settingsCommands(connection).eventsNamed(portalId, 1, ['Report Created']),
    ],
    [
      'the beginning of a write key',
      (connection) => settingsCommands(connection).revokeWriteKey(portalId, 'abababab', 1),
    ],
    ['a request of the audit', (connection) => beginAudit(connection, portalId, auditEntry, 1)],
    ['the newest of the audit', (connection) => settingsCommands(connection).auditEntries(portalId, { limit: 5 })],
    ['the newest handoffs of a day', (connection) => homeCommands(connection).handoffsSince(portalId, now, 5)],
    ['how people are named', (connection) => homeCommands(connection).namedPersons(portalId, [1])],
    ['a step of counting people', (connection) => homeCommands(connection).countPeople(portalId, 5, 5)],
    ['a step of counting handoffs', (connection) => homeCommands(connection).handoffsCame(portalId, 5, 5)],
    ['what is still to be done', (connection) => watchCommands(connection).effectsUnderWay(portalId, ['contact:1'])],
  ])('%s looks everything up, however large the portal is', (_what, work) => {
    expect(plansOf(store.connection, work).filter((step) => wholePortal.test(step))).toEqual([]);
  });

  it('what cards asked for is forgotten by age, whatever workflows asked for', () => {
    expect(plansOf(store.connection, (connection) => forgetCardCalls(connection, portalId, now))).toEqual([
      'SEARCH action_calls USING INDEX action_calls_of_cards (portal_id=? AND received_at<?)',
    ]);
  });

  it('the last owner at a company is the first that an index of ended handoffs gives', () => {
    const about = { personId: 1, companyId: 1 };
    expect(plansOf(store.connection, (connection) => loadLastOwner(connection, portalId, about, 5))).toContain(
      'SEARCH handoffs USING INDEX handoffs_ended_by_company (portal_id=? AND company_id=? AND closed_at>?)',
    );
  });

  it('what an owner has is counted among open handoffs, and among those they got since a moment', () => {
    expect(plansOf(store.connection, (connection) => loadOwnerLoad(connection, portalId, '71', 5))).toEqual([
      'SEARCH handoffs USING INDEX handoffs_open_by_owner (portal_id=? AND <expr>=?)',
      'SEARCH handoffs USING COVERING INDEX handoffs_given_by_owner (portal_id=? AND <expr>=? AND <expr>>?)',
    ]);
  });

  it('the newest assignments are the end of an index of assignments alone: nothing is sorted', () => {
    expect(plansOf(store.connection, (connection) => listAssignments(connection, portalId, 5))).toEqual([
      'SEARCH receipts USING INDEX receipts_of_assignments (portal_id=?)',
    ]);
  });

  it.each<[string, (connection: SqliteConnection) => unknown, string[]]>([
    [
      'near misses',
      (connection) => homeCommands(connection).nearMisses(portalId, 5),
      [
        'SEARCH decisions USING INDEX decisions_one_short (portal_id=?)',
        'CORRELATED SCALAR SUBQUERY 1',
        expect.stringMatching(/^SEARCH p USING INDEX \S+ \(portal_id=\? AND person_id=\?\)$/),
      ],
    ],
    [
      'handoffs in review',
      (connection) => homeCommands(connection).handoffsInReview(portalId, 5),
      ['SEARCH handoffs USING INDEX handoffs_in_review (portal_id=?)'],
    ],
    [
      'what failed',
      (connection) => homeCommands(connection).failedEffects(portalId, 5),
      ['SEARCH outbox USING INDEX outbox_troubled (portal_id=?)'],
    ],
  ])('%s are the end of an index of those alone: nothing is sorted', (_what, work, steps) => {
    expect(plansOf(store.connection, work)).toEqual(steps);
  });

  it('how many handoffs a day has is counted within indexes', () => {
    const steps = plansOf(store.connection, (connection) => homeCommands(connection).handoffsNow(portalId, now));
    expect(steps.filter((step) => step.startsWith('SEARCH'))).toEqual([
      'SEARCH handoffs USING COVERING INDEX handoffs_by_opened (portal_id=? AND opened_at>?)',
      expect.stringMatching(/^SEARCH handoffs USING (COVERING )?INDEX handoffs_by_handed_off/),
      'SEARCH handoffs USING COVERING INDEX handoffs_overdue (portal_id=?)',
    ]);
  });

  it('each list of the company card is the first page of an index, with nothing to be sorted', () => {
    const plans = plansOf(store.connection, (connection) => cards(connection).companyCardWork(portalId, '900'));
    const indexes = plans.flatMap((step) => step.match(/USING (?:COVERING )?INDEX (\w+_by_\w*company\w*)/)?.[1] ?? []);
    expect(new Set(indexes)).toEqual(
      new Set([
        'decisions_by_company_score',
        'decisions_crossed_by_company',
        'decisions_personal_by_company',
        'handoffs_opened_by_company',
        'handoffs_open_by_company',
        'records_by_primary_company',
      ]),
    );
    const sorts = (steps: string[]) => steps.filter((step) => step.includes('TEMP B-TREE'));
    const ofOneRow = plansOf(store.connection, (connection) => {
      subjectOfRecord(connection, portalId, 'company', '900');
      companyWork(connection, portalId, [1]);
    });
    expect(sorts(plans)).toEqual(sorts(ofOneRow));
  });

  it('a page of events is read in the order of an index', () => {
    const steps = plansOf(store.connection, (connection) =>
      cards(connection).personEvents(portalId, 1, { before: 9, limit: 5 }),
    );
    expect(steps).toContain('SEARCH events USING INDEX events_by_person (portal_id=? AND person_id=? AND seq<?)');
  });

  it('a decision looks everything up but the marks it begins with', () => {
    const steps = plansOf(store.connection, (connection) => decisionInputs(connection, portalId, 10));
    expect(steps.filter((step) => wholePortal.test(step))).toEqual([
      expect.stringMatching(/^SEARCH dirty_persons USING COVERING INDEX dirty_persons_soon/),
    ]);
  });

  it('tells a walk through a portal when it sees one', () => {
    const walk = (connection: SqliteConnection) =>
      connection.statement('SELECT person_id FROM handoffs WHERE portal_id = ? ORDER BY handoff_id').all(1);
    expect(plansOf(store.connection, walk).filter((step) => wholePortal.test(step))).toHaveLength(1);
  });
});

function spanOf(connection: SqliteConnection, what: HandoffMoment): unknown {
  return reportCommands(connection).handoffIds(portalId, what, { from: 0, to: now }, 5);
}

/** The steps of SQLite's plans for every statement that `work` asks for. */
function plansOf(connection: SqliteConnection, work: (connection: SqliteConnection) => unknown): string[] {
  const asked = new Set<string>();
  work({
    ...connection,
    statement: (sql) => {
      asked.add(sql);
      return connection.statement(sql);
    },
  });
  return [...asked].flatMap((sql) => {
    const parameters = Array.from(sql.matchAll(/\?/g), () => null);
    const steps = connection.database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[];
    return steps.map(({ detail }) => detail);
  });
}
