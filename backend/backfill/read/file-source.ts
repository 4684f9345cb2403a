/** Where rows come from: a file, gzipped or not, or standard input. Read as it comes; never held as a whole. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UnreadableFileError } from './record.ts';

export type FileSource = {
  /** Without its folder. */
  name: string;
  /** Of the file as it lies there; null: nobody knows. */
  bytes: number | null;
  /** Of its size, its beginning and its end; null: it can be read only once, and nobody knows it again. */
  fileKey: string | null;
  /** Its text, inflated, from a byte of it on. */
  read(fromByte: number): AsyncGenerator<Buffer>;
  /** How much of it has been read, as it lies there. */
  bytesRead(): number;
};

/** Of both ends of a file so much is looked at to know it again. */
const endBytes = 64 * 1024;
const chunkBytes = 256 * 1024;

const whyNot: Record<string, string> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read by whoever runs this: change its permissions',
};

/** `-`: standard input. A pipe is read like it. Throws UnreadableFileError. */
export async function openSource(file: string, stdin: Readable = process.stdin): Promise<FileSource> {
  if (file === '-') return streamSource('standard input', stdin);
  try {
    const kind = await stat(file);
    if (kind.isDirectory()) throw new UnreadableFileError('is a folder: name the files in it');
    return kind.isFile() ? await diskSource(file) : await streamSource(path.basename(file), createReadStream(file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === undefined ? error : new UnreadableFileError(whyNot[code] ?? `cannot be read (${code})`);
  }
}

async function diskSource(file: string): Promise<FileSource> {
  const { bytes, first, last } = await bothEnds(file);
  refuseOthers(first);
  let read = 0;
  return {
    name: path.basename(file),
    bytes,
    fileKey: createHash('sha256').update(String(bytes)).update(first).update(last).digest('hex'),
    read(fromByte) {
      // Of a compressed file the place is a place in its text.
      const start = isGzip(first) ? 0 : fromByte;
      read = Math.min(start, bytes);
      const stream = createReadStream(file, { start, highWaterMark: chunkBytes });
      const onRead = (count: number) => {
        read += count;
      };
      return inflated(stream, { skip: fromByte - start, isCompressed: isGzip(first), onRead });
    },
    bytesRead: () => read,
  };
}

async function bothEnds(file: string): Promise<{ bytes: number; first: Buffer; last: Buffer }> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const at = async (position: number) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(endBytes), 0, endBytes, position);
      return buffer.subarray(0, bytesRead);
    };
    return { bytes: size, first: await at(0), last: await at(Math.max(0, size - endBytes)) };
  } finally {
    await handle.close();
  }
}

async function streamSource(name: string, stream: Readable): Promise<FileSource> {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await chunks.next();
  const begin = first.done ? Buffer.alloc(0) : Buffer.from(first.value);
  refuseOthers(begin);
  let read = 0;
  async function* all() {
    yield begin;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  }
  const onRead = (count: number) => {
    read += count;
  };
  return {
    name,
    bytes: null,
    fileKey: null,
    read: () => inflated(all(), { skip: 0, isCompressed: isGzip(begin), onRead }),
    bytesRead: () => read,
  };
}

type Inflating = { skip: number; isCompressed: boolean; onRead: (bytes: number) => void };

async function* inflated(
  chunks: AsyncIterable<Buffer>,
  { skip, isCompressed, onRead }: Inflating,
): AsyncGenerator<Buffer> {
  async function* counted() {
    for await (const chunk of chunks) {
      onRead(chunk.length);
      yield chunk;
    }
  }
  let left = skip;
  for await (const chunk of isCompressed ? gunzip(counted()) : counted()) {
    if (left >= chunk.length) left -= chunk.length;
    else {
      yield left > 0 ? chunk.subarray(left) : chunk;
      left = 0;
    }
  }
}

/** Several gzipped files, one behind the other, are one. */
async function* gunzip(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const inflating = createGunzip({ chunkSize: chunkBytes });
  const feeding = feed(chunks, inflating);
  try {
    for await (const chunk of inflating) yield chunk as Buffer;
    await feeding;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR')
      throw new UnreadableFileError('ends in the middle of what is compressed: load it again');
    if (code?.startsWith('Z_')) throw new UnreadableFileError(`cannot be inflated (${code}): load it again`);
    throw error;
  } finally {
    inflating.destroy();
  }
}

async function feed(chunks: AsyncIterable<Buffer>, into: ReturnType<typeof createGunzip>): Promise<void> {
  try {
    for await (const chunk of chunks) {
      if (into.destroyed) return;
      if (!into.write(chunk)) await new Promise((resolve) => into.once('drain', resolve).once('close', resolve));
    }
    into.end();
  } catch (error) {
    into.destroy(error as Error);
  }
}

function isGzip(first: Buffer): boolean {
  return first[0] === 0x1f && first[1] === 0x8b;
}

const others: [beginning: string, what: string][] = [
  ['504152', 'is a Parquet file: export it as JSON lines or CSV'],
  ['504b0304', 'is a ZIP file or a workbook: unpack it first, or save the workbook as CSV in UTF-8'],
  ['28b52ffd', 'is compressed with Zstandard: unpack it first, or export it with gzip'],
  ['425a68', 'is compressed with bzip2: unpack it first, or export it with gzip'],
  ['4f626a01', 'is an Avro file: export it as JSON lines or CSV'],
  ['fffe', 'is UTF-16: save it as UTF-8'],
  ['feff', 'is UTF-16: save it as UTF-8'],
];

function refuseOthers(first: Buffer): void {
  const begins = first.subarray(0, 4).toString('hex');
  const other = others.find(([beginning]) => begins.startsWith(beginning));
  if (other !== undefined) throw new UnreadableFileError(other[1]);
}
