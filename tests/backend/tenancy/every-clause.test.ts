/**
 * The matrix notices when a statement forgets its portal: clauses are taken out one at a time, and the calls that run the
 * statement are made again. A sample by seed; ALL_PORTAL_CLAUSES=1 takes every clause (some minutes), and other words, apart by
 * "|", every clause of the statements with any of them.
 */
import { createHash } from 'node:crypto';
import { jest } from '@jest/globals';
import { ask, comparable } from './ask.ts';
import type { Ids } from './ids.ts';
import { type Clause, clausesOf, interceptStatements, type Mutations } from './mutate-statements.ts';
import { canary, other, own } from './named-portals.ts';
import { everyRowOf, fingerprint } from './portal-rows.ts';
import type { Row } from './row.ts';
import { rows } from './rows.ts';
import { type SavedRows, saveRows } from './saved-rows.ts';
import { startTwoPortals, type TwoPortals } from './two-portals.ts';
import { unnoticeable } from './unnoticeable.ts';

jest.setTimeout(900_000);

const wanted = process.env.ALL_PORTAL_CLAUSES ?? '';
const isWhole = wanted !== '';
const sampled = 25;
const seed = 20_261_129;

/**
 * What ends something of our own portal for good, takes long, or is counted in the background, when nobody knows, is left out:
 * the matrix itself has it.
 */
const left = /disconnect|rebuild|provision|simulate|drift|restore|test-message|app\/home/;
const tried = rows.filter(({ route }) => !left.test(route));
const rowsForEach = 20;

let two: TwoPortals;
let mutations: Mutations;
let saved: SavedRows;
let before: string;

beforeAll(async () => {
  mutations = interceptStatements(own.portalId);
  two = await startTwoPortals();
  saved = saveRows(two.world.databaseFile);
  before = others();
}, 120_000);
afterAll(async () => {
  mutations.mutate(null);
  saved?.close();
  await two?.stop();
  mutations.end();
}, 30_000);

const others = () => JSON.stringify(fingerprint(two.world.databaseFile, other.portalId));

let times = 0;
/** Requests that were answered are remembered, so each time they have other names. */
const anew = (ids: Ids): Ids => ({ ...ids, requestId: `${ids.requestId}-${times}` });

type Seen = { answers: string[]; isTold: boolean; isChanged: boolean };

/** One row of the matrix from the saved rows on: its calls about the other portal's, and about its own. */
async function look(row: Row): Promise<Seen> {
  saved.putBack();
  times += 1;
  const ours = anew(two.ownIds);
  const seen: Seen = { answers: [], isTold: false, isChanged: false };
  for (const ids of [anew(two.otherIds), ours]) {
    for (const call of row.calls(ids, { own: ours })) {
      const answer = await ask(two, row, withAnotherPress(call));
      seen.isTold ||= answer.text.toLowerCase().includes(canary);
      seen.answers.push(comparable(answer, ids).replace(/-\d+\b/g, ''));
    }
  }
  // Nor may anything of the other portal come into our own rows.
  seen.isTold ||= everyRowOf(two.world.databaseFile, own.portalId).toLowerCase().includes(canary);
  seen.isChanged = others() !== before;
  return seen;
}

/** Slack's signature of the very same press is taken once. */
function withAnotherPress<Call extends { body?: object }>(call: Call): Call {
  if (call.body === undefined || !('trigger_id' in call.body)) return call;
  return { ...call, body: { ...call.body, trigger_id: `${call.body.trigger_id}.${times}` } };
}

type Usual = { statements: Set<string>; answers: (string | null)[] };

/** Twice: what differs by itself is not compared, what ran only once was somebody else's. */
async function learn(row: Row): Promise<Usual> {
  const looks: Seen[] = [];
  const ran: Set<string>[] = [];
  for (const _time of [1, 2]) ran.push(await mutations.recording(async () => void looks.push(await look(row))));
  const [first, second] = looks as [Seen, Seen];
  expect([row.route, first.isTold || second.isTold, first.isChanged || second.isChanged]).toEqual([
    row.route,
    false,
    false,
  ]);
  return {
    statements: new Set([...ran[0]!].filter((sql) => ran[1]!.has(sql))),
    answers: first.answers.map((answer, index) => (answer === second.answers[index] ? answer : null)),
  };
}

function isNoticed(seen: Seen, usual: Usual): boolean {
  if (seen.isTold || seen.isChanged) return true;
  return usual.answers.some((answer, index) => answer !== null && answer !== seen.answers[index]);
}

it('a portal clause that is taken out is noticed', async () => {
  const usual = new Map<Row, Usual>();
  for (const row of tried) usual.set(row, await learn(row));
  const statements = [...new Set([...usual.values()].flatMap(({ statements: ran }) => [...ran]))].toSorted();
  const all = statements
    .flatMap(clausesOf)
    .filter(({ sql }) => !unnoticeable.some(({ begins }) => wordsOf(sql).startsWith(begins)));
  const chosen = isWhole ? all.filter(isWanted) : sample(all);
  const unnoticed: Clause[] = [];
  const same: Clause[] = [];
  for (const clause of chosen) {
    const found = await takeOut(clause, usual);
    if (found === 'unnoticed') unnoticed.push(clause);
    if (found === 'same rows') same.push(clause);
    mutations.mutate(null);
  }
  saved.putBack();
  const noticed = chosen.length - unnoticed.length - same.length;
  process.stdout.write(
    `${statements.length} statements with ${all.length} portal clauses; ${chosen.length} taken out: ${noticed} noticed, ${same.length} without which the very same rows were found and changed\n`,
  );
  if (isWhole) process.stdout.write(`${namesOf(same).join('\n')}\n`);
  expect(namesOf(unnoticed)).toEqual([]);
  if (wanted === '' || wanted === '1') expect(noticed).toBeGreaterThan(chosen.length * 0.4);
});

async function takeOut(clause: Clause, usual: Map<Row, Usual>): Promise<'noticed' | 'unnoticed' | 'same rows'> {
  for (const order of ['as stored', 'behind our own'] as const) {
    mutations.mutate(clause, order);
    if (await someRowNotices(clause.sql, usual)) return 'noticed';
    if (!mutations.differed()) return 'same rows';
  }
  return 'unnoticed';
}

const wordsOf = (sql: string) => sql.replace(/\s+/g, ' ').trim();
const namesOf = (clauses: Clause[]) => clauses.map(({ sql, which }) => `${which}: ${wordsOf(sql)}`);

async function someRowNotices(sql: string, usual: Map<Row, Usual>): Promise<boolean> {
  const running = [...usual].filter(([, { statements }]) => statements.has(sql)).slice(0, rowsForEach);
  for (const [row, known] of running) if (isNoticed(await look(row), known)) return true;
  return false;
}

function isWanted({ sql }: Clause): boolean {
  return wanted === '1' || wanted.split('|').some((words) => wordsOf(sql).includes(words));
}

/** The same ones each time, whatever else has run. */
function sample(all: Clause[]): Clause[] {
  const placeOf = ({ sql, which }: Clause) => createHash('sha256').update(`${seed} ${which} ${sql}`).digest('hex');
  return all.toSorted((one, next) => placeOf(one).localeCompare(placeOf(next))).slice(0, sampled);
}
