/** docs/backfill.md is held to the code: its samples load as it says, and its options, columns and reasons are those there are. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { targets, usualNames } from '../../backend/backfill/convert/map-columns.ts';
import { formats } from '../../backend/backfill/detect-format.ts';
import { longestRecord, notUtf8Words, tooLongWords } from '../../backend/backfill/read/record.ts';
import { addBackfill } from '../../backend/cli/backfill.ts';
import { runZo } from '../support/run-zo.ts';
import { filesUnder, read } from './source-files.ts';

const page = read('docs/backfill.md');
const folder = mkdtempSync(path.join(tmpdir(), 'zo-backfill-page-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const samples = [...page.matchAll(/```(json|csv) (\w+)\n([\s\S]*?)```/g)].map(([, ends, format, text]) => ({
  ends: ends!,
  format: format!,
  text: text!,
}));
const rowsOf = (heading: string) =>
  page
    .slice(page.indexOf(heading))
    .split('\n\n')
    .find((part) => part.startsWith('|'))!
    .split('\n')
    .slice(2)
    .map((row) => row.split(/(?<!\\)\|/).map((cell) => cell.trim()));

it.each(samples)(
  'its sample of $format, $ends, is recognised, and every row of it is good',
  async ({ ends, format, text }) => {
    const file = path.join(folder, `${format}.${ends}`);
    writeFileSync(file, text);
    const { stdout } = await runZo('http://127.0.0.1:1', [addBackfill], ['backfill', '--dry-run', '--json', file], '');
    const [told] = JSON.parse(stdout).files;
    const rows = text.trim().split('\n').length - (ends === 'csv' ? 1 : 0);
    expect([told.good, told.rejected, told.skipped]).toEqual([rows, 0, 0]);
    const saidAs = rowsOf('## What can be read').find(([, name]) => name === `\`${format}\``)![3]!;
    expect(told.format).toMatch(new RegExp(`^${saidAs}\\b`));
  },
);

it('has a sample of each format, and no format that is none', () => {
  expect([...new Set(samples.map(({ format }) => format))].toSorted()).toEqual([...formats].toSorted());
  expect(rowsOf('## What can be read').map(([, name]) => name)).toEqual(
    expect.arrayContaining(formats.map((name) => `\`${name}\``)),
  );
});

it('tells every option, and none that is not there', () => {
  const zo = new Command('zo');
  addBackfill(zo);
  const named = zo.commands[0]!.options.map(({ long }) => long!);
  expect(rowsOf('## All options').map(([, option]) => /--[a-z-]+/.exec(option!)![0])).toEqual(named);
});

it('tells every field, and the names that columns usually have', () => {
  const told = rowsOf('Columns are known by their usual names').map(([, field, names]) => [field, names] as const);
  expect(told.map(([field]) => field)).toEqual(targets.map((target) => `\`${target}\``));
  for (const [index, target] of targets.entries()) {
    const names = usualNames[target];
    if (names.length > 0) expect(told[index]![1]).toMatch(new RegExp(`^${names.join(', ')}\\b`));
  }
});

it('quotes reasons as the code gives them', () => {
  expect([longestRecord, tooLongWords]).toEqual([1024 * 1024, 'longer than 1 MB']);
  const sources = filesUnder('backend', '.ts').map(read).join('\n');
  const reasons = rowsOf('## What was rejected').map(([, reason]) => reason!.replaceAll('`', ''));
  const known = (reason: string) =>
    reason === notUtf8Words ||
    sources.includes(`'${reason}'`) ||
    /^has \d values, and the header \d columns$/.test(reason);
  expect(reasons.filter((reason) => !known(reason))).toEqual([]);
});
