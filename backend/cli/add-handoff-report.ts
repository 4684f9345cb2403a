/** What the reports about handoffs have in common: a span of days, words, JSON, a table in a file. */
import { type Command, InvalidArgumentError } from 'commander';
import { readDay } from '../reports/report-period.ts';
import type { CsvValue } from '../text/csv.ts';
import { adminClient, reportingErrors } from './admin-client.ts';
import { saveCsv } from './save-csv.ts';

export type HandoffReport<Answer> = {
  name: 'sla' | 'outcomes' | 'review';
  description: string;
  describe: (answer: Answer) => string[];
  columns: string[];
  rows: (answer: Answer) => CsvValue[][];
};

type Options = { from?: string; to?: string; csv?: string; portal?: string; json?: boolean };

export function addHandoffReport<Answer>(report: Command, kind: HandoffReport<Answer>): void {
  report
    .command(kind.name)
    .description(kind.description)
    .option('--from <day>', 'from this day on, such as 2026-03-01, in the portal’s zone', checkDay)
    .option('--to <day>', 'up to this day, included', checkDay)
    .option('--csv <file>', 'also write it as a table, for a spreadsheet')
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print it as JSON')
    .action(({ from, to, csv, portal, json }: Options) =>
      reportingErrors(async () => {
        const client = adminClient();
        const portalId = await client.portalId(portal);
        const query = new URLSearchParams({ ...(from && { from }), ...(to && { to }) });
        const answer = await client.call<Answer>('GET', `/portals/${portalId}/reports/${kind.name}?${query}`);
        console.log(json ? JSON.stringify(answer) : kind.describe(answer).join('\n'));
        if (csv !== undefined) await saveCsv(csv, [kind.columns, ...kind.rows(answer)]);
      }),
    );
}

function checkDay(text: string): string {
  if (readDay(text) !== null) return text;
  throw new InvalidArgumentError('It must be a day of the calendar, such as 2026-03-01.');
}
