/** How the database file stands. Reading all of it takes a while: that is done beside, so that events go on being taken. */
import { once } from 'node:events';
import { stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

export type DatabaseLook = {
  /** Why it cannot be written; null: it can. */
  notWritable: string | null;
  /** What is wrong with it; null: it is whole. */
  damage: string | null;
  /** Reading all of it took too long: whether it is whole was not found out. */
  isUnfinished: boolean;
  bytes: number;
  freeBytes: number;
};

const withinMs = 60_000;

export async function lookAtDatabase(file: string, waitMs = withinMs): Promise<DatabaseLook> {
  const [{ size }, { bavail, bsize }] = await Promise.all([stat(file), statfs(path.dirname(path.resolve(file)))]);
  const sizes = { bytes: size, freeBytes: bavail * bsize };
  const worker = new Worker(new URL('./look-worker.ts', import.meta.url), { workerData: { file } });
  try {
    const [told] = await once(worker, 'message', { signal: AbortSignal.timeout(waitMs) });
    return { ...told, isUnfinished: false, ...sizes };
  } catch (error) {
    if ((error as Error).name === 'AbortError') {
      return { notWritable: null, damage: null, isUnfinished: true, ...sizes };
    }
    const reason = (error as Error).message;
    return { notWritable: reason, damage: null, isUnfinished: true, ...sizes };
  } finally {
    await worker.terminate();
  }
}
