/** What the tool tells to run is what whoever reads it can run: through npm from a checkout, by its own name elsewhere. */
import { printAsRun, writeAsRun } from '../../../backend/text/commands-as-run.ts';
import { runCommand } from '../../../sandbox/demo/run-command.ts';

const npm = 'npm run zo --';

describe('a command in what is printed', () => {
  it.each([
    ['Run `zo drift --restore`, or press Restore.', 'Run `npm run zo -- drift --restore`, or press Restore.'],
    ['`zo portals` and `zo audit`', '`npm run zo -- portals` and `npm run zo -- audit`'],
    ['workflow "Zo | SQL handoff" of zo labs', 'workflow "Zo | SQL handoff" of zo labs'],
    ['{"remedy":"Run `zo drift`"}', '{"remedy":"Run `zo drift`"}'],
  ])('%s', (text, printed) => expect([printAsRun(text, npm), printAsRun(text, 'zo')]).toEqual([printed, text]));

  it('in the examples of a help, too', () => {
    expect(writeAsRun('Examples:\n  zo backfill a.csv\n  cat a | zo backfill -\n', npm)).toBe(
      'Examples:\n  npm run zo -- backfill a.csv\n  cat a | npm run zo -- backfill -\n',
    );
  });
});

describe('the tool', () => {
  const said = async (env: Record<string, string>, ...words: string[]) =>
    (await runCommand('backend/cli/zo.ts', words, env, 30_000)).output;
  const byNpm = { npm_lifecycle_event: 'zo' };

  it('started through npm names itself so, in its help and in its messages', async () => {
    expect(await said(byNpm, 'sample', '--help')).toContain('Usage: npm run zo -- sample [options] <action>');
    expect(await said(byNpm, 'backfill', '--help')).toContain('  npm run zo -- backfill --dry-run posthog-events.csv');
    expect(await said({ ...byNpm, ADMIN_TOKEN: 'token' }, 'backfill')).toContain('`npm run zo -- backfill FILE…`');
  }, 60_000);

  it('started otherwise is called zo', async () => {
    expect(await said({}, 'sample', '--help')).toContain('Usage: zo sample [options] <action>');
    expect(await said({ ADMIN_TOKEN: 'token' }, 'backfill')).toContain('`zo backfill FILE…`');
  }, 60_000);
});
