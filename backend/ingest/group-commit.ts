/**
 * Group commit: requests that arrive close together share one transaction, so that they share one flush to disk. Each
 * portal has its own line and commits one group at a time; while it commits, the next group forms, and while it is flushed,
 * the next one commits. Knows nothing of HTTP.
 */
import type { PortalMemory } from '../portals/portal-memory.ts';
import type { AcceptedRequest, FoldRules, IngestStore } from '../store/store.ts';
import { isOfBrowser, type NormalisedEvent } from './event.ts';

export type GroupCommitLimits = {
  /** A group takes no further request once it holds this many events. */
  groupEvents: number;
  /** Beyond this many waiting events a portal is told to slow down, and its browsers beyond half of it; the others are not affected. */
  waitingEventsPerPortal: number;
  /**
   * Beyond this much waiting text (in UTF-16 code units) everybody is told to come back later. A portal may fill no more than
   * its share: one share for each that waits, and one is always left for whoever comes next.
   */
  waitingTextLength: number;
};

export const defaultGroupCommitLimits: GroupCommitLimits = {
  groupEvents: 1000,
  waitingEventsPerPortal: 20_000,
  waitingTextLength: 64 * 1024 * 1024,
};

/** Nothing of the request was kept; it may be sent again. */
export type NotAccepted = { refused: 'portal is too fast' | 'overloaded' | 'draining' | 'store failed' };

export type Submitted = (AcceptedRequest & { refused?: undefined }) | NotAccepted;

export type GroupCommit = {
  /** Events of one sender. Resolves after the commit is on disk, or with why there was none. Never rejects. */
  submit(portalId: number, events: NormalisedEvent[]): Promise<Submitted>;
  /** Takes nothing more and resolves when all that waits is committed. */
  drain(): Promise<void>;
  /** Something has been submitted and is not committed yet. */
  isBusy(): boolean;
  figures(): { waitingEvents: number; groups: number; failedGroups: number };
};

export type GroupCommitOptions = {
  store: Pick<IngestStore, 'acceptEvents'>;
  memory: PortalMemory;
  rulesFor: (portalId: number) => FoldRules | Promise<FoldRules>;
  limits?: Partial<GroupCommitLimits>;
  /** Called after each commit: somebody is dirty now. Neither of these two may throw. */
  onCommit?: (portalId: number) => void;
  onFailure?: (portalId: number, error: unknown) => void;
};

type Waiting = Request & { settle: (submitted: Submitted) => void };
type Request = { events: NormalisedEvent[]; textLength: number; isOfBrowser: boolean };
type Waits = { events: number; textLength: number };
type Line = {
  portalId: number;
  waiting: Waiting[];
  waits: Waits;
  /** The part of it that anybody could have sent. */
  ofBrowsers: Waits;
  /** Groups that are committed or flushed. */
  underWay: number;
  /** A group is being committed: the next one forms. */
  isCommitting: boolean;
  busy: Busy | null;
};
type Busy = { ended(): void };

/** Of what a portal may have waiting: a browser's key is anybody's, and leaves the servers the rest. */
const browserShare = 1 / 2;

/** So many waiting events are committed while the group before them is still flushed; fewer share the commit after it. */
const eventsWorthACommit = 256;
/** Of a line, committed or being committed: when the disk does not answer, the rest waits where it is counted. */
const mostGroupsUnderWay = 4;

/** When so many requests of a failed group fail one after the other, it is the store and not a request. */
const failuresThatBlameTheStore = 3;

export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  const { store, memory, rulesFor, onCommit, onFailure } = options;
  const limits = { ...defaultGroupCommitLimits, ...options.limits };
  const lines = new Map<number, Line>();
  const committing = memory.work<number>('events that are committed');
  const drained: (() => void)[] = [];
  let draining = false;
  let busyLines = 0;
  let waitingEvents = 0;
  let waitingTextLength = 0;
  let groups = 0;
  let failedGroups = 0;

  function submit(portalId: number, events: NormalisedEvent[]): Promise<Submitted> {
    if (draining) return Promise.resolve({ refused: 'draining' });
    let line = lines.get(portalId);
    if (!line) {
      line = {
        portalId,
        waiting: [],
        waits: { events: 0, textLength: 0 },
        ofBrowsers: { events: 0, textLength: 0 },
        underWay: 0,
        isCommitting: false,
        busy: null,
      };
      lines.set(portalId, line);
    }
    const request = requestOf(events);
    if (isFull(line.waits, 1) || (request.isOfBrowser && isFull(line.ofBrowsers, browserShare))) {
      return Promise.resolve({ refused: 'portal is too fast' });
    }
    if (waitingTextLength >= limits.waitingTextLength) return Promise.resolve({ refused: 'overloaded' });
    return wait(line, request);
  }

  function isFull({ events, textLength }: Waits, part: number): boolean {
    const share = limits.waitingTextLength / (lines.size + 1);
    return events >= limits.waitingEventsPerPortal * part || textLength >= share * part;
  }

  function wait(line: Line, request: Request): Promise<Submitted> {
    const { promise, resolve } = Promise.withResolvers<Submitted>();
    const { events, textLength } = request;
    line.waiting.push({ ...request, settle: resolve });
    for (const waits of waitsOf(line, request)) {
      waits.events += events.length;
      waits.textLength += textLength;
    }
    waitingEvents += events.length;
    waitingTextLength += textLength;
    if (line.busy === null) {
      const ended = Promise.withResolvers<void>();
      committing.set(line.portalId, ended.promise);
      line.busy = { ended: ended.resolve };
      busyLines += 1;
    }
    commitSoon(line);
    return promise;
  }

  function commitSoon(line: Line): void {
    if (line.isCommitting || line.waiting.length === 0) return;
    if (line.underWay > 0 && line.waits.events < eventsWorthACommit) return;
    if (line.underWay >= mostGroupsUnderWay) return;
    line.isCommitting = true;
    setImmediate(commitNextGroup, line);
  }

  /** Runs after the sockets have been read, so that the group holds all that has arrived meanwhile. */
  function commitNextGroup(line: Line): void {
    const requests = takeGroup(line);
    line.underWay += 1;
    // Once for each group: the store says it before the group has ended, if it says it at all.
    let isCommitted = false;
    const next = () => {
      if (isCommitted) return;
      isCommitted = true;
      line.isCommitting = false;
      commitSoon(line);
    };
    commitGroup(line.portalId, requests, next).then(() => {
      line.underWay -= 1;
      for (const request of requests) {
        for (const waits of waitsOf(line, request)) waits.textLength -= request.textLength;
        waitingTextLength -= request.textLength;
      }
      next();
      commitSoon(line);
      if (line.underWay > 0 || line.isCommitting) return;
      lines.delete(line.portalId);
      committing.delete(line.portalId);
      line.busy?.ended();
      line.busy = null;
      busyLines -= 1;
      if (draining && busyLines === 0) for (const resolve of drained.splice(0)) resolve();
    });
  }

  /** Its text counts as waiting until it has been answered: a disk that does not answer must not fill the memory. */
  function takeGroup(line: Line): Waiting[] {
    let requests = 0;
    let events = 0;
    for (const request of line.waiting) {
      const next = request.events.length;
      if (requests > 0 && events + next > limits.groupEvents) break;
      requests += 1;
      events += next;
      for (const waits of waitsOf(line, request)) waits.events -= next;
    }
    waitingEvents -= events;
    return line.waiting.splice(0, requests);
  }

  async function commitGroup(portalId: number, group: Waiting[], onCommitted: () => void): Promise<void> {
    try {
      await commit(portalId, group, onCommitted);
    } catch (error) {
      failedGroups += 1;
      onFailure?.(portalId, error);
      if (group.length === 1) group[0]!.settle({ refused: 'store failed' });
      else await commitOneByOne(portalId, group);
    }
  }

  async function commit(portalId: number, group: Waiting[], onCommitted?: () => void): Promise<void> {
    const rules = await rulesFor(portalId);
    let isTold = false;
    const tell = () => {
      if (!isTold) onCommit?.(portalId);
      isTold = true;
    };
    const accepted = await store.acceptEvents(
      portalId,
      group.map((request) => request.events),
      rules,
      () => {
        onCommitted?.();
        tell();
      },
    );
    groups += 1;
    for (const [index, request] of group.entries()) request.settle(accepted[index]!);
    tell();
  }

  /** One request that the store cannot take must not cost the others their place. */
  async function commitOneByOne(portalId: number, group: Waiting[]): Promise<void> {
    let failuresInARow = 0;
    for (const request of group) {
      if (failuresInARow >= failuresThatBlameTheStore) {
        request.settle({ refused: 'store failed' });
        continue;
      }
      try {
        await commit(portalId, [request]);
        failuresInARow = 0;
      } catch (error) {
        failuresInARow += 1;
        onFailure?.(portalId, error);
        request.settle({ refused: 'store failed' });
      }
    }
  }

  function drain(): Promise<void> {
    draining = true;
    if (busyLines === 0) return Promise.resolve();
    return new Promise((resolve) => drained.push(resolve));
  }

  return { submit, drain, isBusy: () => busyLines > 0, figures: () => ({ waitingEvents, groups, failedGroups }) };
}

function requestOf(events: NormalisedEvent[]): Request {
  const [first] = events;
  let textLength = 0;
  for (const event of events) textLength += event.body.length;
  return { events, textLength, isOfBrowser: first !== undefined && isOfBrowser(first.source) };
}

/** Where a request counts. */
function waitsOf(line: Line, request: Request): Waits[] {
  return request.isOfBrowser ? [line.waits, line.ofBrowsers] : [line.waits];
}
