/** docs/privacy.md is held to the code: every table is on the map, and every number is the constant. */
import { allowedName, gateWording, keptKinds, keptKindTerms, optedOutWords, optOutProperty } from '@zo/shared';
import { neededCompanyTraits, neededPersonTraits } from '../../backend/ingest/keep-needed.ts';
import { redactedText } from '../../backend/outbox/redact-message.ts';
import { cardCallsKeptDays } from '../../backend/portals/keep-house.ts';
import { keptCompanyDays } from '../../backend/store/company-days.ts';
import { standsAtMostMs } from '../../backend/store/postgres/event-weeks.ts';
import { databases } from '../support/engines.ts';
import { read } from './source-files.ts';

const page = read('docs/privacy.md');
const words = page.replace(/\s+/g, ' ');

const rowsUnder = (heading: string) =>
  page
    .split(`## ${heading}`)[1]!
    .split('\n## ')[0]!
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
    .slice(1)
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1),
    );

const namesIn = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);

const tablesOf: Record<string, string> = {
  SQLite: "SELECT name FROM sqlite_master WHERE type = 'table'",
  PostgreSQL:
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT LIKE 'events_%'",
};

it('has every table of either database on its map, each once, and no other', async () => {
  const tables = new Set<string>();
  for (const [, open] of databases) {
    const { name, store, ask } = await open();
    for (const table of await ask<{ name: string }>(tablesOf[name]!)) tables.add(table.name);
    await store.close();
  }
  const mapped = rowsUnder('The data map').flatMap(([table = '']) => namesIn(table));
  expect(mapped.toSorted()).toEqual([...tables].toSorted());
}, 60_000);

it('says the default, and the fewest days where they matter, of every kind', () => {
  const rows = rowsUnder('For how long');
  expect(rows.map(([what = '']) => namesIn(what)[0])).toEqual([...keptKinds]);
  for (const [index, kind] of keptKinds.entries()) {
    const { defaultDays, mayBeForever } = keptKindTerms[kind];
    const days = rows[index]![1]!;
    expect(days).toMatch(defaultDays === null ? /^for ever/ : new RegExp(`^${defaultDays}\\b`));
    if (defaultDays !== null) expect(days.includes('for ever')).toBe(mayBeForever);
  }
  expect(rows[1]![1]).toContain(`at least ${keptKindTerms.messageIds.fewestDays}`);
  expect(words).toContain(
    `forgotten after ${cardCallsKeptDays} days, active users of a company by day after ${keptCompanyDays}`,
  );
});

it('says the same days on the map', () => {
  const map = new Map(rowsUnder('The data map').flatMap((row) => namesIn(row[0]!).map((table) => [table, row[3]!])));
  for (const [table, kind] of [
    ['events', 'events'],
    ['message_ids', 'messageIds'],
    ['receipts', 'receipts'],
    ['audit', 'audit'],
    ['handoffs', 'messages'],
    ['outbox', 'messages'],
  ] as const) {
    expect(map.get(table)).toContain(`${keptKindTerms[kind].defaultDays} days`);
  }
});

it('names everything that is kept of people and companies, and what is shown of an opt-out', () => {
  const camel = neededPersonTraits.filter((name) => !name.includes('_'));
  for (const name of [...camel, ...neededCompanyTraits]) expect(page).toContain(`\`${name}\``);
  expect(words).toContain(redactedText);
  expect(words).toContain(optedOutWords);
  expect(words).toContain(`do not contact: ${optOutProperty} is true`);
  expect(gateWording).toHaveProperty('do_not_contact');
  for (const [name] of page.matchAll(/traits\.\w+/g)) expect(name).toMatch(allowedName);
});

it('is summed up in the README by the same days', () => {
  const rows = new Map(
    read('README.md')
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .filter((cells) => cells.length === 6)
      .map(([, what, , days]) => [what, days]),
  );
  const named = {
    'raw events': 'events',
    'ids of messages': 'messageIds',
    receipts: 'receipts',
    'audit of settings': 'audit',
    'what messages were drawn from': 'messages',
  } as const;
  for (const [what, kind] of Object.entries(named)) {
    expect([what, rows.get(what)]).toEqual([
      what,
      expect.stringMatching(new RegExp(`^${keptKindTerms[kind].defaultDays}\\b`)),
    ]);
  }
});

it('says for how long the rows of forgotten events may still stand on PostgreSQL', () => {
  expect(words).toContain(`at the latest ${standsAtMostMs / 86_400_000} days and an hour later`);
});
