import type { Answer } from './answer.ts';
import { invalid } from './refusal.ts';

export type SandboxRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  params: Record<string, string>;
  rawBody: string;
};

/** Which of the portal's limits a call counts against. */
export type LimitName = 'ten secondly' | 'search' | 'association batch' | 'none';

export type Route = {
  method: string;
  /** '/crm/v3/objects/:type/:id'; the first route that fits wins. */
  path: string;
  /** False for the control API. */
  auth?: boolean;
  /** Scopes of which one is enough, or none; by the path's parameters. */
  anyScope?: (params: Record<string, string>) => string[];
  limit?: LimitName;
  handle(request: SandboxRequest): Answer | Promise<Answer>;
};

export type Routed = { route: Route; params: Record<string, string> } | 'no path' | 'no method';
export type Router = (method: string, path: string) => Routed;

export function createRouter(routes: Route[]): Router {
  const compiled = routes.map((route) => ({ route, segments: route.path.split('/').slice(1) }));
  return (method, path) => {
    const parts = path.replace(/\/+$/, '').split('/').slice(1);
    let found: 'no path' | 'no method' = 'no path';
    for (const { route, segments } of compiled) {
      const params = matchSegments(segments, parts);
      if (!params) continue;
      if (route.method === method) return { route, params };
      found = 'no method';
    }
    return found;
  };
}

function matchSegments(segments: string[], parts: string[]): Record<string, string> | null {
  if (segments.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index] ?? '';
    if (segment.startsWith(':')) params[segment.slice(1)] = decodeURIComponent(part);
    else if (segment.toLowerCase() !== part.toLowerCase()) return null;
  }
  return params;
}

/** Parses a JSON body; an empty one counts as `{}`. */
export function jsonOf(request: SandboxRequest): unknown {
  if (request.rawBody.trim() === '') return {};
  try {
    return JSON.parse(request.rawBody);
  } catch {
    throw malformed('Unexpected character');
  }
}

export function objectOf(request: SandboxRequest): Record<string, unknown> {
  const body = jsonOf(request);
  if (!isObject(body)) throw malformed('Cannot deserialize value of type `object` from Array value');
  return body;
}

function malformed(reason: string) {
  const refusal = invalid(`Invalid input JSON on line 1, column 1: ${reason}`);
  delete refusal.body.category;
  return refusal;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
