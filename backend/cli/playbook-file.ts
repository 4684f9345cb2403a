import { readFile } from 'node:fs/promises';
import type { PropertyCatalogue } from '@zo/shared';
import { type ReadPlaybook, readPlaybook } from '../playbook/read-playbook.ts';
import { whyUnread } from '../text/why-unread.ts';

export type PlaybookFile = { source: string; read: ReadPlaybook };

/** A file that cannot be read is an error of the same kind as a mistake in it. */
export async function readPlaybookFile(file: string, catalogue?: PropertyCatalogue): Promise<PlaybookFile> {
  try {
    const source = await readFile(file, 'utf8');
    return { source, read: readPlaybook(source, catalogue) };
  } catch (error) {
    const message = `The file ${whyUnread(error)}`;
    return { source: '', read: { errors: [{ message, span: { line: 1, column: 1, length: 1 } }] } };
  }
}
