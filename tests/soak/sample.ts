/** What a node holds at one moment, read where its operators read it: `GET /metrics`, and the files beside the database. */
import { stat } from 'node:fs/promises';

export type Sample = {
  /** Milliseconds since load began. */
  atMs: number;
  /** Resident memory of the node, in bytes. */
  memory: number;
  openFiles: number;
  /** Bytes of SQLite's log; null on PostgreSQL, which keeps its own. */
  wal: number | null;
  /** Age of the oldest effect that could have been done by now, in milliseconds; 0 when none waits. */
  oldestEffectMs: number;
  /** Effects waiting, whenever they are due. */
  waitingEffects: number;
  /** For how long the first undecided person has waited, in milliseconds. */
  undecidedMs: number;
};

export async function takeSample(nodeUrl: string, walFile: string | null, atMs: number): Promise<Sample> {
  const response = await fetch(`${nodeUrl}/metrics`, { signal: AbortSignal.timeout(30_000) });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`GET /metrics was answered ${response.status}`);
  return { atMs, ...readMetrics(text), wal: walFile === null ? null : await sizeOf(walFile) };
}

/** Of Prometheus's text format, what a sample holds. A figure that is missing is an error: it would pass every bound. */
export function readMetrics(text: string): Omit<Sample, 'atMs' | 'wal'> {
  const only = (name: string): number => {
    const [value] = valuesOf(text, name);
    if (value === undefined) throw new Error(`/metrics has no ${name}`);
    return value;
  };
  return {
    memory: only('process_resident_memory_bytes'),
    openFiles: only('process_open_fds'),
    // These are there once the portal has an outbox and somebody to decide.
    oldestEffectMs: Math.max(0, ...valuesOf(text, 'zo_outbox_oldest_seconds')) * 1_000,
    waitingEffects: valuesOf(text, 'zo_outbox_waiting').reduce((sum, value) => sum + value, 0),
    undecidedMs: Math.max(0, ...valuesOf(text, 'zo_undecided_seconds')) * 1_000,
  };
}

function valuesOf(text: string, name: string): number[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)));
}

/** 0: there is no log now, as after a checkpoint that ended it. */
async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}
