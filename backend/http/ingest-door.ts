/**
 * The door for events: everything under `/v1/`, answered on node:http in front of Express because it is the hot path. It
 * reads the body, finds the portal by its write key, normalises, and answers 200 once the events are on disk.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { NormalisedEvent } from '../ingest/event.ts';
import {
  createGroupCommit,
  type GroupCommitLimits,
  type GroupCommitOptions,
  type Submitted,
} from '../ingest/group-commit.ts';
import { type AllowList, nothingAllowed } from '../ingest/keep-needed.ts';
import { burstSeconds } from '../ingest/portal-limits.ts';
import type { PortalMemory } from '../portals/portal-memory.ts';
import type { IngestStore, PortalStore, WriteKey } from '../store/store.ts';
import { type Acceptance, acceptBatch, acceptMessage, type EventCounts, largestBatch } from './accept-messages.ts';
import { answerPreflight } from './cross-origin.ts';
import { answerEmpty, answerJson, answerProblem } from './ingest-answers.ts';
import { type FoundRoute, findIngestRoute, type IngestRoute } from './ingest-routes.ts';
import { type Bucket, createQuota, type Quota } from './quota.ts';
import { type Body, readBody } from './read-body.ts';
import { browserSdkSettings } from './sdk-settings.ts';
import { createWriteKeyCache, writeKeyOfHeaders } from './write-key.ts';

export const largestBodyBytes = 500 * 1024;

export type IngestDoorOptions = {
  store: Pick<IngestStore, 'acceptEvents'> & Pick<PortalStore, 'writeKey'>;
  memory: PortalMemory;
  clock: Clock;
  /** The portal's rules at this moment. */
  rulesFor: GroupCommitOptions['rulesFor'];
  /** What browsers are told to send to; see PUBLIC_URL. A function where it is known only once listening. */
  publicUrl: string | (() => string);
  log: Pick<Logger, 'error'>;
  limits?: Partial<GroupCommitLimits>;
  /** Of each portal's servers, and as many again of its browsers; sustained. Absent or 0: no limit. */
  eventsPerSecond?: number;
  /** How many nodes take events, which share that; one unless given. */
  nodes?: () => number;
  onCommit?: (portalId: number) => void;
  /** Called now and then for a write key that is used, with its hash. */
  onKeyUsed?: (portalId: number, keyHash: string) => void;
  /** What a portal has kept of its events besides what is needed; absent: nothing. */
  allowedOf?: (portalId: number) => AllowList | Promise<AllowList>;
  /** Told the names of what each message said and is not kept. */
  onDropped?: Acceptance['onDropped'];
};

export type IngestFigures = {
  /** Since the start. */
  portals: ReadonlyMap<number, EventCounts>;
  /** Answered 401, 429 or 503. */
  refusedRequests: number;
  waitingEvents: number;
  groups: number;
  failedGroups: number;
};

export type IngestDoor = {
  /** For every request whose path starts with `/v1/`. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Events that we made ourselves, by the way of all others. */
  accept(portalId: number, events: NormalisedEvent[]): Promise<Submitted>;
  /** Answers 503 from now on; resolves when all that was taken is committed. */
  drain(): Promise<void>;
  /** Events have been taken and are not committed yet. */
  isBusy(): boolean;
  figures(): IngestFigures;
};

export function createIngestDoor(options: IngestDoorOptions): IngestDoor {
  const { memory, clock, log, publicUrl, allowedOf = () => nothingAllowed, onDropped = () => {} } = options;
  const portals = memory.map<number, EventCounts>('events counted since the start');
  let refusedRequests = 0;
  const onRefused = () => {
    refusedRequests += 1;
  };
  const findWriteKey = createWriteKeyCache(options.store, memory, options.onKeyUsed);
  const terms = { perSecond: options.eventsPerSecond ?? 0, burstSeconds, sharedBy: options.nodes };
  // A browser's key is anybody's: whatever is sent with it leaves the servers their whole share.
  const quotas: Record<WriteKey['source'], Quota> = {
    server: createQuota(terms, memory.map<number, Bucket>("how fast its servers' events come")),
    browser: createQuota(terms, memory.map<number, Bucket>("how fast its browsers' events come")),
  };
  const commit = createGroupCommit({
    store: options.store,
    memory,
    rulesFor: options.rulesFor,
    limits: options.limits,
    onCommit: options.onCommit,
    onFailure: (portalId, error) => log.error({ portalId, err: error }, 'events could not be stored'),
  });

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const found = findIngestRoute(request.url ?? '');
    if (request.method === 'OPTIONS') {
      answerPreflight(response);
    } else if (!found) {
      answerUnread(request, response, 404, 'there is nothing at this path');
    } else if (request.method !== found.method) {
      answerUnread(request, response, 405, `use ${found.method}`, { allow: `${found.method}, OPTIONS` });
    } else if (found.route.kind === 'settings') {
      answerSettings(found.route.key, response);
    } else {
      readBody(request, largestBodyBytes, (body) => {
        if ('problem' in body) answerBadBody(request, response, body.problem);
        else if (found.route.kind === 'sdk metrics') answerEmpty(response, 204);
        else takeMessages(request, response, found, body.text);
      });
    }
  }

  function takeMessages(request: IncomingMessage, response: ServerResponse, found: FoundRoute, text: string): void {
    const told = writeKeyOfHeaders(request) ?? found.writeKey;
    const known = told === undefined ? null : findWriteKey(told);
    // Whoever sends far too much is refused for little: what was sent is not even parsed.
    if (known !== null && !(known instanceof Promise) && isTooFast(response, known)) return;
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      answerProblem(response, 400, text === '' ? 'the body is empty' : 'the body is not valid JSON');
      return;
    }
    const key = writeKeyOfHeaders(request) ?? writeKeyOfBody(parsed) ?? found.writeKey;
    if (key === undefined) {
      answerUnknownKey(response, 'a write key is missing');
      return;
    }
    const owner = findWriteKey(key);
    if (owner instanceof Promise) {
      owner.then(
        (writeKey) => accept(response, found, parsed, writeKey),
        (error) => answerKeyNotFound(response, error),
      );
    } else {
      accept(response, found, parsed, owner);
    }
  }

  function accept(response: ServerResponse, found: FoundRoute, parsed: unknown, key: WriteKey | null): void {
    if (!key) {
      answerUnknownKey(response, 'unknown write key');
      return;
    }
    if (isTooFast(response, key)) return;
    quotas[key.source].spend(key.portalId, eventsSpent(parsed), performance.now());
    const counts = countsOf(key.portalId);
    counts.requests += 1;
    const part = { key, receivedAt: clock.now(), commit, counts, onRefused, response, onDropped };
    acceptAllowed(part, found.route, parsed, allowedOf(key.portalId)).catch((error: unknown) => {
      log.error({ portalId: key.portalId, err: error }, 'the ingest door failed');
      if (!response.headersSent) answerProblem(response, 500, 'something went wrong on our side');
    });
  }

  /** Answers when it is. */
  function isTooFast(response: ServerResponse, { portalId, source }: WriteKey): boolean {
    const seconds = quotas[source].waitFor(portalId, performance.now());
    if (seconds === 0) return false;
    onRefused();
    countsOf(portalId).limited += 1;
    answerProblem(response, 429, `more events than this account's ${source}s may send`, { 'retry-after': seconds });
    return true;
  }

  async function answerSettings(key: string, response: ServerResponse): Promise<void> {
    try {
      if (!(await findWriteKey(key))) return answerUnknownKey(response, 'unknown write key');
      answerJson(response, 200, browserSdkSettings(key, typeof publicUrl === 'string' ? publicUrl : publicUrl()), {
        'cache-control': 'public, max-age=60',
      });
    } catch (error) {
      answerKeyNotFound(response, error);
    }
  }

  function answerKeyNotFound(response: ServerResponse, error: unknown): void {
    log.error({ err: error }, 'the write key could not be looked up');
    answerProblem(response, 503, 'the write key could not be checked, come back later', { 'retry-after': 5 });
  }

  function answerUnknownKey(response: ServerResponse, reason: string): void {
    onRefused();
    answerProblem(response, 401, reason);
  }

  function countsOf(portalId: number): EventCounts {
    let counts = portals.get(portalId);
    if (counts === undefined) {
      counts = { requests: 0, accepted: 0, duplicates: 0, rejected: 0, forgotten: 0, limited: 0 };
      portals.set(portalId, counts);
    }
    return counts;
  }

  return {
    handle,
    accept: commit.submit,
    drain: commit.drain,
    isBusy: commit.isBusy,
    figures: () => ({ portals, refusedRequests, ...commit.figures() }),
  };
}

/** Waits only where the portal's list has to be read first. */
async function acceptAllowed(
  part: Omit<Acceptance, 'allowed'>,
  route: IngestRoute,
  parsed: unknown,
  allowed: AllowList | Promise<AllowList>,
): Promise<void> {
  return acceptByRoute({ ...part, allowed: allowed instanceof Promise ? await allowed : allowed }, route, parsed);
}

function acceptByRoute(acceptance: Acceptance, route: IngestRoute, parsed: unknown): Promise<void> {
  if (route.kind === 'message') return acceptMessage(acceptance, parsed, route.type);
  const batch = messagesOf(parsed);
  if (batch) return acceptBatch(acceptance, batch.messages, batch.sentAt);
  if (route.kind === 'event') return acceptMessage(acceptance, parsed);
  answerProblem(acceptance.response, 400, 'batch must be an array of events');
  return Promise.resolve();
}

function writeKeyOfBody(parsed: unknown): string | undefined {
  const key = (parsed as { writeKey?: unknown } | null)?.writeKey;
  return typeof key === 'string' && key !== '' ? key : undefined;
}

/** The messages of `[message, …]` and of `{"batch": [message, …]}`; undefined for anything else: one message. */
function messagesOf(parsed: unknown): { messages: unknown[]; sentAt?: unknown } | undefined {
  if (Array.isArray(parsed)) return { messages: parsed };
  const { batch, sentAt } = (parsed ?? {}) as { batch?: unknown; sentAt?: unknown };
  return Array.isArray(batch) ? { messages: batch, sentAt } : undefined;
}

/** A batch that will be refused as too long costs what the longest does: reading it took as long as that, not longer. */
function eventsSpent(parsed: unknown): number {
  return Math.min(messagesOf(parsed)?.messages.length ?? 1, largestBatch);
}

const badBodies: Record<Extract<Body, { problem: string }>['problem'], [status: number, reason: string]> = {
  'too large': [413, `the body is larger than ${largestBodyBytes / 1024} kB`],
  unreadable: [400, 'the body cannot be inflated'],
  'unknown encoding': [415, 'the content encoding is not known; use gzip, deflate, br or none'],
};

function answerBadBody(
  request: IncomingMessage,
  response: ServerResponse,
  problem: Extract<Body, { problem: string }>['problem'],
): void {
  const [status, reason] = badBodies[problem];
  answerUnread(request, response, status, reason);
}

/** An answer that does not wait for the rest of the body: the connection cannot be used again if there is more to come. */
function answerUnread(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  reason: string,
  headers?: Record<string, string>,
): void {
  answerProblem(response, status, reason, request.complete ? headers : { ...headers, connection: 'close' });
  request.resume();
}
