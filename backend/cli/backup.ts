import type { Command } from 'commander';
import { backUp } from '../store/sqlite/backup.ts';
import { momentWords } from '../text/moment-words.ts';
import { databaseFile, reportingBackupErrors, sizeWords } from './database-file.ts';
import { endProgress, showProgress } from './progress.ts';

export function addBackup(zo: Command): void {
  zo.command('backup')
    .description('Copy the database of DATABASE_URL to FILE, while the server runs or not, and check the copy')
    .argument('<file>', 'where to; it gets its name once it is whole')
    .option('--force', 'replace the file if it exists')
    .option('--json', 'print the result as JSON')
    .action((file: string, { force = false, json }: { force?: boolean; json?: boolean }) =>
      reportingBackupErrors(async () => {
        const backup = await backUp(databaseFile(), file, { force, now: Date.now, progress: showShare });
        endProgress();
        const words = `${backup.file}: ${sizeWords(backup.bytes)}, as of ${momentWords(backup.takenAt)}, checked.`;
        console.log(json ? JSON.stringify(backup) : words);
      }),
    );
}

function showShare(copied: number, total: number): void {
  const share = Math.floor((100 * copied) / total);
  showProgress(share < 100 ? `Copying: ${share} %` : 'Checking the copy …');
}
