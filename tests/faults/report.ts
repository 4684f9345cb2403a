/** The table of docs/faults.md, from the results of one run or of its shards. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../../sandbox/demo/child-process.ts';
import type { Result, Run } from './results.ts';
import { unitsOf } from './units.ts';

const file = path.join(repositoryRoot, 'docs/faults.md');
const begin = '<!-- results: written by npm run test:faults -- --report= -->';
const end = '<!-- /results -->';

export async function writeReport(runs: Run[]): Promise<void> {
  const text = readFileSync(file, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to === -1) throw new Error(`${file} has no place for the results`);
  writeFileSync(file, `${text.slice(0, from + begin.length)}\n\n${wordRuns(runs)}\n\n${text.slice(to)}`);
  console.log(`${file} is written.`);
}

/** Of several results of one unit that of the last run counts. */
export function wordRuns(runs: Run[]): string {
  const newest = new Map(runs.flatMap((run) => run.results).map((result) => [result.id, result]));
  const results = [...newest.values()];
  return [
    wordMachine(runs),
    wordSums(results),
    wordStarts(results),
    wordRestarts(results),
    table(results),
    notRun(results),
    notReached(runs),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function wordMachine(runs: Run[]): string {
  const { header } = runs[0]!;
  const date = new Date(header.date).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
  const loads = runs.flatMap(({ results }) => results.map(({ load }) => load)).sort((one, other) => one - other);
  const seeds = [...new Set(runs.map((run) => `seed ${run.header.seed}`))].join(', ');
  const commands = [...new Set(runs.flatMap((run) => run.commands.map((command) => `\`${command}\``)))].join(', ');
  return `${date}. ${header.processors} virtual processors (${header.model?.trim()}), ${header.memoryGigabytes} GB, Node ${header.node}.
${commands}, ${seeds}, size ${header.size}. The machine's load average was ${loads[0]} to ${loads.at(-1)}.`;
}

function wordSums(results: Result[]): string {
  const count = (verdict: Result['verdict']) => results.filter((one) => one.verdict === verdict).length;
  const counted = results.flatMap(({ outcome }) => (outcome?.counted ? [outcome.counted] : []));
  const sum = (read: (one: (typeof counted)[number]) => number) => counted.reduce((total, one) => total + read(one), 0);
  const rows = [
    ['units that held / did not / were not run', `${count('held')} / ${count('broken')} / ${count('not run')}`],
    ['events acknowledged', sum(({ acknowledged }) => acknowledged)],
    ['of them lost', sum(({ findings }) => findings.lost)],
    ['counted twice', sum(({ findings }) => findings.countedTwice)],
    ['people and companies with wrong usage', sum(({ findings }) => findings.wrongUsage)],
    ['alerts in Slack', sum(({ alerts }) => alerts)],
    ['duplicate alerts', sum(({ findings }) => findings.duplicateAlerts)],
    ['alerts missing and not listed', sum(({ findings }) => findings.missingAlerts)],
    ['sends listed as unconfirmed', sum(({ unconfirmed }) => unconfirmed)],
    ['ambiguous sends not listed', sum(({ findings }) => findings.unlisted)],
    ['values in HubSpot that are wrong', sum(({ findings }) => findings.wrongInHubspot)],
    ['left undone', sum(({ findings }) => findings.leftOver)],
  ];
  return ['| counted | |', '| --- | --- |', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
}

function table(results: Result[]): string {
  const rows = results
    .filter(({ verdict }) => verdict !== 'not run')
    .map(({ engine, group, title, verdict, seconds, outcome, seed }) => {
      const faults = Object.entries(outcome?.faults ?? {}).map(([name, times]) => `${name}: ${times}`);
      const { acknowledged = 0, alerts = 0, unconfirmed = 0 } = outcome?.counted ?? {};
      const counted = outcome?.counted ? `${acknowledged} / ${alerts} / ${unconfirmed}` : '';
      const words = verdict === 'held' ? 'held' : `**broken** (seed ${seed})`;
      return `| ${engine} | ${group} | ${title} | ${faults.join(', ')} | ${counted} | ${words} | ${Math.round(seconds)} s |`;
    });
  return [
    '| engine | group | what fails | how often | events / alerts / unconfirmed | | took |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function notRun(results: Result[]): string {
  const reasons = Map.groupBy(
    results.filter(({ verdict }) => verdict === 'not run'),
    ({ reason }) => reason ?? '',
  );
  return [...reasons]
    .map(([reason, units]) => `**Not run** (${reason}): ${units.map(({ id }) => `\`${id}\``).join(', ')}.`)
    .join('\n\n');
}

/** Units of that size without any result, because the run was stopped before or left them out. */
function notReached(runs: Run[]): string {
  const found = new Set(runs.flatMap(({ results }) => results.map(({ id }) => id)));
  const left = unitsOf(runs[0]!.header.size).filter(({ id }) => !found.has(id));
  if (left.length === 0) return '';
  const names = [...Map.groupBy(left, ({ engine, group }) => `${engine}, ${group}`)].map(
    ([kind, units]) => `${kind}: ${units.map(({ title }) => title).join('; ')}`,
  );
  return `**Not run** (the run ended before them), ${left.length} units:\n\n${names.map((name) => `- ${name}`).join('\n')}`;
}

/** What the units say that do nothing but restart. */
function wordRestarts(results: Result[]): string {
  return results
    .filter(({ group }) => group === 'restart')
    .flatMap(({ engine, outcome }) => (outcome?.notes ?? []).map((note) => `${engine}: ${note}.`))
    .join('\n\n');
}

/** A busy machine lengthens the time from start to ready, and hardly what the start itself used of the processors. */
export function wordStarts(results: Result[]): string {
  const starts = results.flatMap(({ outcome }) => outcome?.starts ?? []);
  if (starts.length === 0) return 'Nothing was started.';
  const at = (of: 'ms' | 'cpuMs', share: number) => {
    const sorted = starts.map((start) => start[of]).sort((one, other) => one - other);
    return Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]!);
  };
  const both = (of: 'ms' | 'cpuMs') => `${at(of, 0.5)} ms (median), ${at(of, 0.99)} ms (p99)`;
  return `${starts.length} starts: ready after ${both('ms')}, having used the processors for ${both('cpuMs')}.`;
}
