/**
 * Would HubSpot take the project? Parses, checks, lints, bundles and packs `hubspot-project/` as an upload would, without
 * an account; only npm's registry is asked, for the packages HubSpot's cloud would install.
 *
 *   npm run hubspot:check                                  the project as it is, with the example profile
 *   npm run hubspot:check -- --release --profile NAME      what is about to be uploaded: no sample addresses, no localhost
 */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { checkProject } from './check-project.ts';
import { Report } from './report.ts';

const { values } = parseArgs({
  options: { release: { type: 'boolean', default: false }, profile: { type: 'string', default: 'example' } },
});
const temporary = await realpath(await mkdtemp(path.join(tmpdir(), 'zo-hubspot-check-')));
const report = new Report((line) => console.log(line));
try {
  await checkProject(report, { ...values, projectDir: path.resolve(import.meta.dirname, '..', '..'), temporary });
} finally {
  await rm(temporary, { recursive: true, force: true });
}
report.finish();
process.exitCode = report.failed === 0 ? 0 : 1;
