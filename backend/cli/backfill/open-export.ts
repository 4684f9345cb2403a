/** A file named on the command line, opened and understood. */
import { createHash } from 'node:crypto';
import { type FileSource, openSource } from '../../backfill/read/file-source.ts';
import { UnreadableFileError } from '../../backfill/read/record.ts';
import { type ReadExport, type ReadOptions, readExport } from '../../backfill/read-export.ts';
import type { BackfillOrder } from '../../store/backfill-store.ts';
import { AdminError } from '../admin-client.ts';

export type BackfillOptions = {
  format: ReadOptions['format'];
  map: string[];
  type?: NonNullable<ReadOptions['type']>;
  delimiter?: string;
  groupType?: string;
  browser?: boolean;
  before?: number;
  new?: boolean;
  dryRun?: boolean;
  restart?: boolean;
  rejected?: string;
  strict?: boolean;
  wait: boolean;
  list?: boolean;
  portal?: string;
  json?: boolean;
};

export type OpenExport = { source: FileSource; read: ReadExport };

export function openExport(file: string, options: BackfillOptions): Promise<OpenExport> {
  return inFile(file, async () => {
    const source = await openSource(file);
    return { source, read: await readExport(source, readOptions(options)) };
  });
}

function readOptions({ format, map, ...options }: BackfillOptions): ReadOptions {
  const { type = null, delimiter = null, groupType = null, before = null }: Partial<ReadOptions> = options;
  return { format, map, type, delimiter, groupType, before };
}

/** What can be read only once is never known again. */
export function orderOf({ source, read }: OpenExport, options: BackfillOptions): BackfillOrder {
  const fileKey = source.fileKey ?? hashOf(`read once at ${Date.now()}, ${Math.random()}`);
  const asRead = JSON.stringify({ ...readOptions(options), words: read.words, browser: options.browser ?? false });
  return { key: hashOf(`${fileKey} ${asRead}`), fileKey, name: `${source.name} (${read.words})` };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What is wrong with one file, with its name; others may be right. */
export class FileError extends AdminError {}

/** A file as it is called in what is said. */
export function labelOf(file: string): string {
  return file === '-' ? 'standard input' : file;
}

/** What a file cannot be is told with its name. */
export async function inFile<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UnreadableFileError)
      throw new FileError(`${labelOf(file)} ${error.message}${/[.?]$/.test(error.message) ? '' : '.'}`);
    throw error;
  }
}
