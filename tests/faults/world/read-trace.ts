/** Reads what strace wrote down: file writes and flushes, and what was read from and written to connections, in order. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

export type SystemCall =
  | { call: 'write'; file: string; data: Buffer; offset: number }
  | { call: 'truncate'; file: string; size: number }
  /** Everything written to the file before it began is on disk when it has ended; one that fails does not end. */
  | { call: 'flush begins'; file: string; thread: string }
  | { call: 'flush ends'; file: string; thread: string }
  | { call: 'received'; connection: string; text: string }
  | { call: 'sent'; connection: string; text: string };

/** How strace is to be started for it. */
export function traceInto(file: string): string[] {
  const calls = 'read,write,writev,pwrite64,fdatasync,fsync,ftruncate';
  return ['strace', '-f', '--seccomp-bpf', '-xx', '-yy', '-s', '1000000', '-e', `trace=${calls}`, '-o', file];
}

/** A call that another thread's interrupted counts when it has ended; what is sent, when it begins. */
export async function* readTrace(file: string): AsyncGenerator<SystemCall> {
  const unfinished = new Map<string, string>();
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    const space = line.indexOf(' ');
    const thread = line.slice(0, space);
    let text = line.slice(space).trimStart();
    if (text.endsWith('<unfinished ...>')) {
      const begun = text.slice(0, -'<unfinished ...>'.length);
      const sent = readSent(begun);
      if (sent !== null) yield sent;
      else unfinished.set(thread, begun);
      const file = flushedFile(begun);
      if (file !== null) yield { call: 'flush begins', file, thread };
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>/.exec(text);
    if (resumed !== null) {
      const begun = unfinished.get(thread);
      unfinished.delete(thread);
      if (begun === undefined) continue;
      text = begun + text.slice(resumed[0].length);
    }
    const file = flushedFile(text);
    if (file !== null) {
      if (resumed === null) yield { call: 'flush begins', file, thread };
      if (succeeded.test(text)) yield { call: 'flush ends', file, thread };
      continue;
    }
    const call = readSent(text) ?? readCall(text);
    if (call !== null) yield call;
  }
}

const succeeded = /\) += \d+$/;
const shape = /^(\w+)\((\d+)<((?:[^>]|->)*)>/;

function readSent(text: string): SystemCall | null {
  const found = shape.exec(text);
  if (found === null || !/^writev?$/.test(found[1]!) || !found[3]!.startsWith('TCP')) return null;
  const texts = [...text.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex]) => bytesOf(hex!).toString('latin1'));
  return { call: 'sent', connection: `${found[2]} ${found[3]}`, text: texts.join('') };
}

function readCall(text: string): SystemCall | null {
  const found = shape.exec(text);
  if (found === null || !succeeded.test(text)) return null;
  const [whole, name, descriptor, place = ''] = found;
  const rest = text.slice(whole.length);
  if (name === 'read') {
    if (!place.startsWith('TCP')) return null;
    return {
      call: 'received',
      connection: `${descriptor} ${place}`,
      text: bytesOf(firstText(rest)).toString('latin1'),
    };
  }
  if (!place.startsWith('\\x')) return null;
  const file = bytesOf(place).toString();
  if (name === 'pwrite64') {
    const offset = Number(/, (\d+)\s*\) += \d+$/.exec(rest)?.[1]);
    return { call: 'write', file, data: bytesOf(firstText(rest)), offset };
  }
  return name === 'ftruncate' ? { call: 'truncate', file, size: Number(/^, (\d+)\s*\)/.exec(rest)?.[1]) } : null;
}

function flushedFile(text: string): string | null {
  const found = shape.exec(text);
  const isFlush = found !== null && /^f(data)?sync$/.test(found[1]!) && found[3]!.startsWith('\\x');
  return isFlush ? bytesOf(found[3]!).toString() : null;
}

function firstText(rest: string): string {
  const from = rest.indexOf('"');
  return from === -1 ? '' : rest.slice(from + 1, rest.indexOf('"', from + 1));
}

/** Of `\x41\x42`. */
function bytesOf(hex: string): Buffer {
  return Buffer.from(hex.replaceAll('\\x', ''), 'hex');
}
