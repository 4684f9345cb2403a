import type { Command } from 'commander';
import type { ExportedPart } from '../store/privacy-store.ts';
import { adminClient, reportingErrors } from './admin-client.ts';
import { readCount } from './read-count.ts';
import { readPerson, type SaidPerson } from './read-person.ts';

type Options = SaidPerson & { portal?: string; json?: boolean };
type Line = ExportedPart | { found: number };

export function addPrivacyExport(privacy: Command): void {
  privacy
    .command('export')
    .description('Print everything that is kept about a person, as it comes: one JSON object a line, or one array')
    .argument('[person]', 'an e-mail address, a user id of your product, or contact:501')
    .option('--contact <email>', 'the person with this e-mail address')
    .option('--user-id <id>', 'the person with this user id of your product')
    .option('--contact-id <id>', 'the person of this HubSpot contact')
    .option('--person <id>', 'the person with this number', readCount(Number.MAX_SAFE_INTEGER))
    .option('--portal <id>', 'the HubSpot portal, when the server has several')
    .option('--json', 'print one JSON array instead of lines')
    .action((person: string | undefined, options: Options) =>
      reportingErrors(async () => {
        const who = readPerson(person, options);
        const client = adminClient();
        const portalId = await client.portalId(options.portal);
        let rows = 0;
        let found = 0;
        for await (const line of client.lines<Line>('POST', `/portals/${portalId}/exports`, who)) {
          if ('found' in line) {
            found = Number(line.found);
            continue;
          }
          const before = !options.json ? '' : rows === 0 ? '[\n' : ',\n';
          process.stdout.write(`${before}${JSON.stringify(line)}${options.json ? '' : '\n'}`);
          rows += 1;
        }
        if (options.json) process.stdout.write(rows === 0 ? '[]\n' : '\n]\n');
        const people = found === 0 ? 'nobody known by that' : found === 1 ? 'one person' : `${found} people`;
        process.stderr.write(`${rows} rows about ${people}\n`);
        if (rows === 0) process.exitCode = 1;
      }),
    );
}
