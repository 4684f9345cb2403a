/** A portal in a real store, behind the routes that cards ask, with the signatures HubSpot makes. Whoever opens it closes it. */
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { decide } from '../../backend/handoff/decide.ts';
import type { DecisionContext } from '../../backend/handoff/decision.ts';
import { closeHttpServer, createHttpServer } from '../../backend/http/create-server.ts';
import { createExpressApp } from '../../backend/http/express-app.ts';
import type { SignedParts } from '../../backend/http/hubspot-signed.ts';
import type { NormalisedEvent } from '../../backend/ingest/event.ts';
import type { PortalState, PortalStates } from '../../backend/portals/portal-state.ts';
import { openSqliteStore, type SqliteStore } from '../../backend/store/sqlite/open.ts';
import { headersV3 } from '../../sandbox/hubspot/signing/sign-request.ts';
import type { EitherStore } from './engines.ts';
import { decisionContext, now, portalState, timeZone } from './handoffs.ts';

export const portalId = 1234567;
/** Known, and without a playbook. */
export const portalWithoutPlaybook = 300;
const secret = 'card-secret';

export type CardWorld<Store = SqliteStore> = {
  store: Store;
  state: PortalState;
  /** Accepts events in one group and decides until nobody is left to be decided. */
  happen(events: NormalisedEvent[], at?: number): Promise<void>;
  decideAll(at?: number): Promise<void>;
  personId(userId: string): Promise<number>;
  /** As HubSpot's proxy asks: `query` begins with what the card itself says. */
  ask(
    path: string,
    query: string,
    more?: { portal?: number; key?: string /** Makes it a POST. */; body?: object },
  ): Promise<{ status: number; body: unknown }>;
  close(): Promise<void>;
};

type Mounted<Store = SqliteStore> = {
  signed: SignedParts;
  store: Store;
  states: PortalStates;
  clock: SignedParts['clock'];
};

export async function openCardWorld(
  mount: (app: Express, parts: Mounted) => void,
  change: Partial<PortalState> = {},
): Promise<CardWorld> {
  return openCardWorldOn(await openSqliteStore(':memory:'), mount, change);
}

/** The store is closed with the world. */
export async function openCardWorldOn<Store extends EitherStore>(
  store: Store,
  mount: (app: Express, parts: Mounted<Store>) => void,
  change: Partial<PortalState> = {},
): Promise<CardWorld<Store>> {
  const state = portalState(change);
  await store.savePortal(state.portal);
  await store.savePortal({ ...state.portal, portalId: portalWithoutPlaybook });
  const states: PortalStates = {
    get: async (id) =>
      id === portalId || id === portalId + 1 ? { ...state, portal: { ...state.portal, portalId: id } } : null,
    isKnown: async (id) => (await store.portal(id)) !== null,
    changed: () => {},
  };
  const clock = { now: () => now, plausibleNows: () => [now] };
  let url = '';
  const signed = { secret, publicUrl: () => url, clock };
  const app = createExpressApp({ error: () => {} }, (express) => mount(express, { signed, store, states, clock }));
  const server = createHttpServer({ door: { handle: (_request, response) => response.end() }, app });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const rules = { playbook: state.playbook, timeZone };

  async function decideAll(at = now): Promise<void> {
    const context: DecisionContext = decisionContext({ playbook: state.playbook, now: at });
    for (let round = 0; round < 10; round += 1) {
      const inputs = await store.decisionInputs(portalId, 1_000);
      if (inputs.length === 0) return;
      const decisions = inputs.map((input) => decide(input, context));
      await store.commitDecisions(portalId, decisions, 1, at);
    }
  }

  return {
    store,
    state,
    decideAll,
    async happen(events, at = now) {
      await store.acceptEvents(portalId, [events], rules);
      await decideAll(at);
    },
    personId: async (userId) => (await store.personByIdentity(portalId, `u:${userId}`))!.personId,
    async ask(path, query, { portal = portalId, key = secret, body } = {}) {
      const address = `${url}${path}?${query}&portalId=${portal}&userId=9&userEmail=maria%40acme.test&appId=1`;
      const method = body === undefined ? 'GET' : 'POST';
      const text = body === undefined ? '' : JSON.stringify(body);
      const signature = headersV3(key, { method, url: address, body: text }, now);
      const headers = { ...signature, 'content-type': 'application/json' };
      const response = await fetch(address, { method, headers, ...(body !== undefined && { body: text }) });
      return { status: response.status, body: await response.json() };
    },
    async close() {
      await closeHttpServer(server);
      await store.close();
    },
  };
}
