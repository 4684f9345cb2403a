import type { Command } from 'commander';
import { isProcessDatabaseNamed } from '../config.ts';
import { BackupError } from '../store/sqlite/backup.ts';
import { type Restored, restore } from '../store/sqlite/restore.ts';
import { momentWords } from '../text/moment-words.ts';
import { databaseFile, reportingBackupErrors } from './database-file.ts';

const unnamed =
  'Nothing was restored: set DATABASE_URL to the database the server runs on, for example file:./data/zo.db.';

export function addRestore(zo: Command): void {
  zo.command('restore')
    .description('Put a backup in the place of the database of DATABASE_URL; the server must be stopped')
    .argument('<file>', 'what `zo backup` wrote; it is checked first')
    .option('--json', 'print the result as JSON')
    .action((file: string, { json }: { json?: boolean }) =>
      reportingBackupErrors(async () => {
        if (!isProcessDatabaseNamed()) throw new BackupError(unnamed);
        const restored = restore(file, databaseFile(), Date.now());
        console.log(json ? JSON.stringify(restored) : describeRestored(restored));
      }),
    );
}

function describeRestored({ database, takenAt, keptAs }: Restored): string {
  const moment = takenAt === null ? 'the moment the file was copied' : momentWords(takenAt);
  return [
    `${database} is as of ${moment}.`,
    ...(keptAs === null ? [] : [`What was there before is ${keptAs}.`]),
    'Start the server. For its first five minutes nothing is posted in Slack: what would have been may have been posted',
    'before, and is listed by `zo unconfirmed`. Events accepted since the backup can be sent again: `zo replay FILE`.',
  ].join('\n');
}
