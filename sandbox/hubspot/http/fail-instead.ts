import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { findRecord } from '../crm/records.ts';
import type { Portal } from '../portal/portal.ts';
import { type Failure, wellKnownFailure, wellKnownPrefixes } from './injected-failures.ts';
import { send } from './send.ts';

/** Answers a call with the failure that was asked for; false when the call is to be carried out first. */
export async function failInstead(
  failure: Failure,
  response: ServerResponse,
  finish: (status: number) => void,
): Promise<boolean> {
  switch (failure.mode) {
    case 'reset-before':
      finish(0);
      response.socket?.resetAndDestroy();
      return true;
    case 'timeout':
      finish(0);
      return true;
    case 'empty-200':
      finish(200);
      send(response, {
        status: 200,
        body: {
          status: 'COMPLETE',
          results: [],
          startedAt: new Date().toISOString(),
          completedAt: new Date().toISOString(),
        },
      });
      return true;
    case 'malformed':
      finish(200);
      response.writeHead(200, { 'content-type': 'application/json;charset=utf-8' }).end('{"status":"COMPLETE","resul');
      return true;
    case 'status':
      finish(failure.status);
      if (typeof failure.body === 'string') response.writeHead(failure.status, failure.headers).end(failure.body);
      else
        send(response, {
          status: failure.status,
          body: failure.body ?? { status: 'error', message: 'internal error', correlationId: randomUUID() },
          headers: failure.headers,
        });
      return true;
    case 'slow':
      await wait(failure.delayMs);
      return false;
    default:
      return false;
  }
}

/** Looks for a contact with a well-known failing e-mail in the call: named in it, or addressed by id. */
export function failureOfContact(portal: Portal, path: string, rawBody: string): Failure | null {
  if (!path.startsWith('/crm/v3/objects/contacts') || path.includes('/batch/read')) return null;
  const text = `${decodeURIComponent(path)} ${rawBody}`.toLowerCase();
  const named = wellKnownPrefixes.find((prefix) => text.includes(prefix));
  if (named) return wellKnownFailure(named);
  const ids = [...text.matchAll(/"id":\s*"(\d+)"/g), ...text.matchAll(/contacts\/(\d+)/g)].map(
    (match) => match[1] ?? '',
  );
  for (const id of ids) {
    const failure = wellKnownFailure(findRecord(portal, '0-1', id)?.values.email ?? '');
    if (failure) return failure;
  }
  return null;
}
