import { writeFile } from 'node:fs/promises';
import { type CsvValue, csvLine } from '../text/csv.ts';
import { AdminError } from './admin-client.ts';

/** Replaces the file. */
export async function saveCsv(file: string, rows: readonly (readonly CsvValue[])[]): Promise<void> {
  await writeFile(file, rows.map(csvLine).join('')).catch((error: NodeJS.ErrnoException) => {
    throw new AdminError(`${file} could not be written: ${error.message}`);
  });
}
