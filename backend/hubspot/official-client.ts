/**
 * The official client's API classes, sending through our transport. Its configuration takes an HTTP library; giving it ours
 * adds what the client lacks (timeouts, pacing per portal, typed errors), and its own retries and limiter never come into
 * play: those hang on its `Client` class, process-wide, and mix portals up.
 *
 * A set of classes is cheap and made per call, so that every request carries the call's name and priority.
 */
import * as associations from '@hubspot/api-client/lib/codegen/crm/associations/v4/index.js';
import * as lists from '@hubspot/api-client/lib/codegen/crm/lists/index.js';
import * as objects from '@hubspot/api-client/lib/codegen/crm/objects/index.js';
import * as owners from '@hubspot/api-client/lib/codegen/crm/owners/index.js';
import * as properties from '@hubspot/api-client/lib/codegen/crm/properties/index.js';
import type { Priority } from '../outbox/effect.ts';
import { Ambiguous, RetryLater } from './hubspot-errors.ts';
import { isObject } from './json-call.ts';
import type { HubspotCall } from './scopes.ts';
import type { HubspotRequest, Transport } from './transport.ts';

export type CallContext = {
  call: HubspotCall;
  priority: Priority;
  isIdempotent: boolean;
  /** The success the client expects, 200 unless said otherwise; see `expectedStatus`. */
  success?: 201 | 204;
};

/** What our transport needs of the client's request, whichever area it comes from. */
type ClientRequest = { getUrl(): string; getHttpMethod(): string; getBody(): unknown };
type ClientBody = { text(): Promise<string>; binary(): Promise<Buffer> };
type ResponseClass<Response> = new (status: number, headers: Record<string, string>, body: ClientBody) => Response;

/** Only a place for the client to build URLs on; the transport knows where HubSpot is. */
const anywhere = 'http://hubspot.invalid';

function sendThrough<Response>(transport: Transport, context: CallContext, response: ResponseClass<Response>) {
  const { success = 200, ...about } = context;
  return async (request: ClientRequest): Promise<Response> => {
    const { pathname, search } = new URL(request.getUrl());
    const body = request.getBody();
    const answer = await transport.send({
      ...about,
      method: request.getHttpMethod() as HubspotRequest['method'],
      path: pathname + search,
      body: typeof body === 'string' ? body : undefined,
    });
    assertReadable(answer.status, answer.body, context);
    const headers = { ...answer.headers, 'content-type': 'application/json' };
    return new response(expectedStatus(answer.status, success), headers, {
      text: async () => answer.body,
      binary: async () => Buffer.from(answer.body),
    });
  };
}

/**
 * The client throws at a success it does not expect (a 200 where 201 is documented), with the whole body in the message.
 * 207 and 204 mean something of their own; all other successes are the same to us.
 */
function expectedStatus(status: number, success: number): number {
  return status === 207 || status === 204 ? status : success;
}

/** A 2xx whose body is not JSON, or an object with nothing in it, says nothing about what happened. */
function assertReadable(status: number, body: string, { call, isIdempotent }: CallContext): void {
  if (status === 204 && body === '') return;
  if (saysSomething(body)) return;
  const site = { call, status };
  if (isIdempotent) throw new RetryLater('an answer that cannot be read', 2_000, site);
  throw new Ambiguous('an answer that cannot be read; it may have happened', site);
}

function saysSomething(body: string): boolean {
  try {
    const value: unknown = JSON.parse(body);
    return Array.isArray(value) || (isObject(value) && Object.keys(value).length > 0);
  } catch {
    return false;
  }
}

export function objectsApi(transport: Transport, context: CallContext) {
  const configuration = objects.createConfiguration({
    baseServer: new objects.ServerConfiguration(anywhere, {}),
    httpApi: objects.wrapHttpLibrary({ send: sendThrough(transport, context, objects.ResponseContext) }),
  });
  return {
    basic: new objects.BasicApi(configuration),
    batch: new objects.BatchApi(configuration),
    search: new objects.SearchApi(configuration),
  };
}

export function associationsApi(transport: Transport, context: CallContext) {
  const configuration = associations.createConfiguration({
    baseServer: new associations.ServerConfiguration(anywhere, {}),
    httpApi: associations.wrapHttpLibrary({ send: sendThrough(transport, context, associations.ResponseContext) }),
  });
  return new associations.BatchApi(configuration);
}

export function listsApi(transport: Transport, context: CallContext) {
  const configuration = lists.createConfiguration({
    baseServer: new lists.ServerConfiguration(anywhere, {}),
    httpApi: lists.wrapHttpLibrary({ send: sendThrough(transport, context, lists.ResponseContext) }),
  });
  return new lists.ListsApi(configuration);
}

export function ownersApi(transport: Transport, context: CallContext) {
  const configuration = owners.createConfiguration({
    baseServer: new owners.ServerConfiguration(anywhere, {}),
    httpApi: owners.wrapHttpLibrary({ send: sendThrough(transport, context, owners.ResponseContext) }),
  });
  return new owners.OwnersApi(configuration);
}

export function propertiesApi(transport: Transport, context: CallContext) {
  const configuration = properties.createConfiguration({
    baseServer: new properties.ServerConfiguration(anywhere, {}),
    httpApi: properties.wrapHttpLibrary({ send: sendThrough(transport, context, properties.ResponseContext) }),
  });
  return {
    core: new properties.CoreApi(configuration),
    batch: new properties.BatchApi(configuration),
    groups: new properties.GroupsApi(configuration),
  };
}
