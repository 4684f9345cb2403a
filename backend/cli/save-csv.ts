import { writeFile } from 'node:fs/promises';
import { AdminError } from './admin-client.ts';
import { type CsvValue, csvLine } from './csv.ts';

/** Replaces the file. */
export async function saveCsv(
  file: string,
  columns: readonly string[],
  rows: readonly (readonly CsvValue[])[],
): Promise<void> {
  try {
    await writeFile(file, [columns, ...rows].map(csvLine).join(''));
  } catch (error) {
    throw new AdminError(`${file} cannot be written (${(error as NodeJS.ErrnoException).code}).`);
  }
}
