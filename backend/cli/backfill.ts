import { type Command, InvalidArgumentError, Option } from 'commander';
import { messageTypes } from '../backfill/convert/converted.ts';
import { formats } from '../backfill/detect-format.ts';
import { AdminError, adminClient, reportingErrors } from './admin-client.ts';
import { describeList } from './backfill/describe-backfill.ts';
import { dryRunFiles } from './backfill/dry-run-files.ts';
import { askList, loadFiles } from './backfill/load-files.ts';
import type { BackfillOptions } from './backfill/open-export.ts';
import { readDate } from './read-date.ts';

const examples = `
Examples:
  zo backfill events-2026-01.ndjson.gz events-2026-02.ndjson.gz
  zo backfill export.csv --map event=Action --map userId=Account --map timestamp=When
  zo backfill --dry-run posthog-events.csv
  aws s3 cp s3://bucket/part-0.gz - | zo backfill -

A run that was interrupted goes on with the same command; nothing counts twice. Nobody is alerted about the past: whom it
makes ready is listed, and handed off with the next thing they do in the product. docs/backfill.md has a recipe for each source.`;

export function addBackfill(zo: Command): void {
  zo.command('backfill')
    .description(
      'Load events of the past: CSV, JSON lines and exports of Segment, PostHog and RudderStack, of any size',
    )
    .argument('[files...]', 'the exports, gzipped or not; - for standard input')
    .addOption(new Option('--format <format>', 'whose export it is').choices(['auto', ...formats]).default('auto'))
    .addOption(
      new Option('--map <field=column>', 'which column says what, of a table; again for each')
        .argParser<string[]>((one, before) => [...before, one])
        .default([], 'by their usual names'),
    )
    .addOption(new Option('--type <type>', 'what every row is, where none says it').choices(messageTypes))
    .option(
      '--delimiter <character>',
      'between the values of CSV, such as ";" or "tab" (default: found out)',
      readDelimiter,
    )
    .option('--group-type <type>', 'which group type of PostHog is the company (default: "company", else the only one)')
    .option('--browser', 'the events came from browsers: a playbook may ignore them')
    .option('--before <date>', 'leave out what happened then or later, such as what came live; days in UTC', readDate)
    .option('--new', 'none of the rows has come before, though ids of before are forgotten')
    .option('--dry-run', 'read everything and load nothing: what is good, what is rejected and why')
    .option('--rejected <file>', 'write every rejected line there, as JSON lines, or as CSV where the name ends so')
    .option('--strict', 'exit with 1 when anything was rejected')
    .option('--restart', 'from the beginning, though it was loaded or begun before')
    .option('--no-wait', 'end once everything is loaded; the server decides about people by itself')
    .option('--list', 'tell which files were loaded, and how far each has come')
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples)
    .action((files: string[], options: BackfillOptions) =>
      reportingErrors(async () => {
        if (options.list) return list(options);
        if (files.length === 0) throw new AdminError('Say which files: `zo backfill FILE…`, or - for standard input.');
        if (options.dryRun) await dryRunFiles(files, options);
        else await loadFiles(files, options);
      }),
    );
}

async function list({ portal, json }: BackfillOptions): Promise<void> {
  const client = adminClient();
  const answer = await askList(client, await client.portalId(portal));
  console.log(json ? JSON.stringify(answer) : describeList(answer.backfills, client.timeZone()).join('\n'));
}

function readDelimiter(text: string): string {
  const character = text === '\\t' || text === 'tab' ? '\t' : text;
  if (character.length === 1 && character.charCodeAt(0) < 128 && character !== '"') return character;
  throw new InvalidArgumentError('It must be one character, such as ";", or "tab".');
}
