import type { Command } from 'commander';
import { readProcessDatabaseUrl } from '../config.ts';
import { databaseFileOf } from '../store/open-store.ts';
import { markPostgresRestored, NodesRunError } from '../store/postgres/mark-restored.ts';
import { BackupError } from '../store/sqlite/backup.ts';
import { reportingBackupErrors } from './database-file.ts';

export function addRestored(zo: Command): void {
  zo.command('restored')
    .description(
      'After PostgreSQL was put back from a dump, before the server starts: what was sent since is not sent again',
    )
    .option('--json', 'print the result as JSON')
    .action(({ json }: { json?: boolean }) =>
      reportingBackupErrors(async () => {
        const url = readProcessDatabaseUrl();
        if (databaseFileOf(url) !== null) {
          throw new BackupError('DATABASE_URL names a file: `zo restore FILE` does this by itself.');
        }
        const portals = await markPostgresRestored(url, Date.now()).catch((error) => {
          if (error instanceof NodesRunError || 'code' in error) throw new BackupError(error.message || error.code);
          throw error;
        });
        console.log(json ? JSON.stringify({ portals }) : describeMarked(portals));
      }),
    );
}

function describeMarked(portals: number): string {
  return [
    `${portals === 1 ? '1 portal is' : `${portals} portals are`} marked as restored.`,
    'Start the server. For its first five minutes nothing is posted in Slack: what would have been may have been posted',
    'before, and is listed by `zo unconfirmed`. Events accepted since the dump can be sent again: `zo replay FILE`.',
  ].join('\n');
}
