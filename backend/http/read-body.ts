import type { IncomingMessage } from 'node:http';
import { brotliDecompress, gunzip, inflate, type ZlibOptions } from 'node:zlib';

/** How far a body that is too large is read and thrown away, so that its sender gets to read the answer. */
const readAndThrownAwayBytes = 4 * 1024 * 1024;

export type Body = { text: string } | { problem: 'too large' | 'unreadable' | 'unknown encoding' };

/**
 * Reads a request's body as text, inflated when it is compressed, at most `limitBytes` of it either way. `done` is not
 * called when the sender goes away first. How long a sender may take is the server's `requestTimeout`.
 */
export function readBody(request: IncomingMessage, limitBytes: number, done: (body: Body) => void): void {
  let first: Buffer | undefined;
  let more: Buffer[] | undefined;
  let bytes = 0;
  let answered = false;

  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > limitBytes) {
      first = undefined;
      more = undefined;
      if (bytes > limitBytes + readAndThrownAwayBytes && !answered) {
        answered = true;
        done({ problem: 'too large' });
      }
      return;
    }
    if (first === undefined) first = chunk;
    else if (more === undefined) more = [first, chunk];
    else more.push(chunk);
  });
  request.on('end', () => {
    if (answered) return;
    const whole = more === undefined ? first : Buffer.concat(more, bytes);
    if (bytes > limitBytes) done({ problem: 'too large' });
    else if (whole === undefined) done({ text: '' });
    else decode(whole, request.headers['content-encoding'], limitBytes, done);
  });
  request.on('error', ignoreGoneSender);
}

function ignoreGoneSender(): void {}

type Inflate = (body: Buffer, options: ZlibOptions, done: (error: Error | null, inflated: Buffer) => void) => void;

const inflaters: Record<string, Inflate> = { gzip: gunzip, 'x-gzip': gunzip, deflate: inflate, br: brotliDecompress };

function decode(body: Buffer, encoding: string | undefined, limitBytes: number, done: (body: Body) => void): void {
  const named = encoding?.trim().toLowerCase() || 'identity';
  if (named === 'identity') {
    if (looksGzipped(body)) inflateWith(gunzip, body, limitBytes, done);
    else done({ text: toText(body) });
  } else if (Object.hasOwn(inflaters, named)) {
    inflateWith(inflaters[named]!, body, limitBytes, done);
  } else {
    done({ problem: 'unknown encoding' });
  }
}

function inflateWith(inflateBody: Inflate, body: Buffer, limitBytes: number, done: (body: Body) => void): void {
  inflateBody(body, { maxOutputLength: limitBytes }, (error, inflated) => {
    if (!error) done({ text: toText(inflated) });
    else if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') done({ problem: 'too large' });
    else done({ problem: 'unreadable' });
  });
}

/** Some clients compress and forget to say so. No JSON text starts with these bytes. */
function looksGzipped(body: Buffer): boolean {
  return body[0] === 0x1f && body[1] === 0x8b;
}

/** Bytes that are not UTF-8 become U+FFFD; a byte order mark is not part of the text. */
function toText(body: Buffer): string {
  const text = body.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
