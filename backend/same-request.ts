/**
 * When a request that comes again is the same one: who asks, for what, and with which words. HubSpot repeats a request whose
 * answer was lost, and so do people; whoever uses an id a second time for something else is told so, and gets no answer of
 * another's.
 */
import { createHash } from 'node:crypto';
import { type PortalKey, type PortalMemory, track } from './portals/portal-memory.ts';

export type Asked = {
  author: string;
  deed: string;
  /** Everything else that is asked, as JSON can say it. */
  detail: unknown;
};

/** A hash: it may be kept where nothing of what was said may be. */
export function fingerprintOf({ author, deed, detail }: Asked): string {
  return createHash('sha256')
    .update(JSON.stringify([author, deed, detail ?? null]))
    .digest('base64url');
}

export class UsedForSomethingElseError extends Error {
  constructor() {
    super('This request id was used for something else');
    this.name = 'UsedForSomethingElseError';
  }
}

export function checkSame(known: string, asked: string): void {
  if (known !== asked) throw new UsedForSomethingElseError();
}

/** Work under way, and what ended well a while ago, by the id it was asked for with. */
export type Ongoing<One> = {
  /** The one that is there, else the one begun now. */
  take(id: PortalKey, fingerprint: string, begin: () => One): One;
  isRunning(id: PortalKey): boolean;
  /** Ends when everything under way has. */
  ended(): Promise<void>;
};

export function createOngoing<One extends { work: Promise<unknown> }>(
  memory: PortalMemory,
  what: string,
  rememberedMs: number,
): Ongoing<One> {
  type Known = { one: One; fingerprint: string; isRunning: boolean };
  const known = memory.map<PortalKey, Known>(`${what}, for whoever asks again`);
  const running = memory.work<PortalKey>(what);

  function start(id: PortalKey, fingerprint: string, begin: () => One): Known {
    const started: Known = { one: begin(), fingerprint, isRunning: true };
    known.set(id, started);
    track(running, id, started.one.work);
    const forget = () => known.delete(id);
    started.one.work.then(() => {
      started.isRunning = false;
      if (rememberedMs === 0) forget();
      else setTimeout(forget, rememberedMs).unref();
    }, forget);
    return started;
  }

  return {
    take(id, fingerprint, begin) {
      const there = known.get(id) ?? start(id, fingerprint, begin);
      checkSame(there.fingerprint, fingerprint);
      return there.one;
    },
    isRunning: (id) => known.get(id)?.isRunning ?? false,
    async ended() {
      await Promise.all(running.values());
    },
  };
}
