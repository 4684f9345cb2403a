import type { EventType } from '../ingest/event.ts';

/** What a path under `/v1/` asks for. */
export type IngestRoute =
  /** One message of this type. */
  | { kind: 'message'; type: EventType }
  /** `{"batch": [message, …]}`, or the array alone. */
  | { kind: 'batch' }
  /** One message or an array of them, each saying its own type: what webhook destinations post. */
  | { kind: 'event' }
  /** Figures the browser SDK sends about itself; thrown away. */
  | { kind: 'sdk metrics' }
  /** What the browser SDK reads before it starts. */
  | { kind: 'settings'; key: string };

const eventTypes: EventType[] = ['track', 'identify', 'group', 'page', 'screen', 'alias'];

const postRoutes = new Map<string, IngestRoute>([
  ...eventTypes.flatMap((type): [string, IngestRoute][] => [
    [`/v1/${type}`, { kind: 'message', type }],
    [`/v1/${type[0]}`, { kind: 'message', type }],
  ]),
  ['/v1/batch', { kind: 'batch' }],
  ['/v1/b', { kind: 'batch' }],
  ['/v1/event', { kind: 'event' }],
  ['/v1/m', { kind: 'sdk metrics' }],
]);

export type FoundRoute = { route: IngestRoute; method: 'POST' | 'GET'; writeKey: string | undefined };

/** Undefined when there is no such path. `writeKey` is the one of the query. */
export function findIngestRoute(url: string): FoundRoute | undefined {
  const direct = postRoutes.get(url);
  if (direct) return { route: direct, method: 'POST', writeKey: undefined };

  const question = url.indexOf('?');
  let path = question === -1 ? url : url.slice(0, question);
  while (path.length > 1 && path.endsWith('/')) path = path.slice(0, -1);
  const writeKey =
    question === -1 ? undefined : (new URLSearchParams(url.slice(question)).get('writeKey') ?? undefined);

  const route = postRoutes.get(path);
  if (route) return { route, method: 'POST', writeKey };
  const settings = /^\/v1\/projects\/([^/]+)\/settings$/.exec(path);
  return settings ? { route: { kind: 'settings', key: decode(settings[1]!) }, method: 'GET', writeKey } : undefined;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
