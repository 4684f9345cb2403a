/** The cards' routes over a real store in memory: a portal in direct mode whose people are near misses or with sales. */
import type { AddressInfo } from 'node:net';
import { type CardCommand, contactCardPath, type HandoffCommandAnswer, handoffCommandPath } from '@zo/shared';
import type { z } from 'zod';
import { decide } from '../../backend/handoff/decide.ts';
import { wakeHandoff } from '../../backend/handoff/wake-handoff.ts';
import { createCardRoutes } from '../../backend/http/card-routes.ts';
import { contactCardAnswerSchema, handoffCommandAnswerSchema } from '../../backend/http/card-schemas.ts';
import { closeHttpServer, createHttpServer } from '../../backend/http/create-server.ts';
import { createExpressApp } from '../../backend/http/express-app.ts';
import type { PortalState } from '../../backend/portals/portal-state.ts';
import { openSqliteStore, type SqliteStore } from '../../backend/store/sqlite/open.ts';
import { headersV3 } from '../../sandbox/hubspot/signing/sign-request.ts';
import { event } from './events.ts';
import { decisionContext, facts, maria, now, portalState, timeZone } from './handoffs.ts';

export const cardSecret = 'card-secret';
export const cardPortalId = 1234567;
const plainState = portalState({ mode: 'direct' });

export type Asked = {
  contactId: string;
  handoffId: number | null;
  command: CardCommand;
  reason?: string;
  choice?: string;
  idempotencyKey: string;
};

export type CardServer = {
  store: SqliteStore;
  url: () => string;
  /** Portals somebody was told have changed, and those whose queue was served first. */
  changed: number[];
  drained: number[];
  /** A person one teammate short, known to HubSpot under this contact. */
  nearMiss(userId: string, contactId: string): Promise<number>;
  /** Hands such a person off to Maria, in direct mode; the id of the handoff. */
  handOff(userId: string, contactId: string): Promise<number>;
  card(contactId: string, as?: string): Promise<z.output<typeof contactCardAnswerSchema>>;
  command(asked: Asked, as?: string): Promise<HandoffCommandAnswer>;
  /** As it is sent, signed as HubSpot does, and what came back. */
  post(
    body: object,
    change?: { query?: string; headers?: Record<string, string>; as?: string | null },
  ): Promise<Response>;
  close(): Promise<void>;
};

export async function startCardServer(change: Partial<PortalState> = {}): Promise<CardServer> {
  const store = await openSqliteStore(':memory:');
  const state = { ...plainState, ...change };
  const { playbook } = state;
  await store.savePortal(state.portal);
  const changed: number[] = [];
  const drained: number[] = [];
  let url = '';
  const clock = { now: () => now, plausibleNows: () => [now] };
  const app = createExpressApp({ error: () => {} }, (express) => {
    express.use(
      createCardRoutes({
        signed: { secret: cardSecret, publicUrl: () => url, clock },
        store,
        states: {
          get: async (id) => (id === cardPortalId ? state : null),
          isKnown: async () => false,
          changed: () => {},
        },
        clock,
        operatorsOf: async () => ['ops@acme.test'],
        drainHeld: async (portalId) => void drained.push(portalId),
        onChange: (portalId) => changed.push(portalId),
      }),
    );
  });
  const server = createHttpServer({ door: { handle: (_request, response) => response.end() }, app });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function settle(): Promise<void> {
    for (let round = 0; round < 5; round += 1) {
      const inputs = await store.decisionInputs(cardPortalId, 100);
      const context = decisionContext({ playbook, mode: 'direct', returnMode: 'direct' });
      const decisions = inputs.map((input) => decide(input, context));
      const { takeUp } = await store.commitDecisions(cardPortalId, decisions, 1, now);
      for (const handoffId of takeUp) {
        await store.transactHandoff(cardPortalId, { handoffId }, now, wakeHandoff(state, now));
      }
    }
  }

  async function nearMiss(userId: string, contactId: string): Promise<number> {
    const about = { userId, groupId: `of ${userId}`, receivedAt: now, eventAt: now };
    const rules = { playbook, timeZone };
    await store.acceptEvents(
      cardPortalId,
      [[event({ ...about, type: 'group', name: null }), event({ ...about, email: `${userId}@finpilot.test` })]],
      rules,
    );
    const { personId } = (await store.personByIdentity(cardPortalId, `u:${userId}`))!;
    const primaryCompany = { id: `9${contactId}`, name: 'FinPilot' };
    const known = facts({
      contactId,
      email: `${userId}@finpilot.test`,
      firstName: userId,
      lastName: '',
      primaryCompany,
    });
    await store.saveFacts(cardPortalId, [{ personId, facts: known }], now);
    await settle();
    return personId;
  }

  const signedQuery = (as: string | null) =>
    `portalId=${cardPortalId}&userId=9${as === null ? '' : `&userEmail=${encodeURIComponent(as)}`}&appId=1`;

  const post: CardServer['post'] = (body, { query, headers, as = maria.email } = {}) => {
    const address = `${url}${handoffCommandPath}?${query ?? signedQuery(as)}`;
    const text = JSON.stringify(body);
    return fetch(address, {
      method: 'POST',
      body: text,
      headers: headers ?? headersV3(cardSecret, { method: 'POST', url: address, body: text }, now),
    });
  };

  return {
    store,
    url: () => url,
    changed,
    drained,
    nearMiss,
    async handOff(userId, contactId) {
      const personId = await nearMiss(userId, contactId);
      const colleague = { userId: `${userId}-2`, groupId: `of ${userId}`, receivedAt: now, eventAt: now };
      await store.acceptEvents(cardPortalId, [[event({ ...colleague, type: 'group', name: null }), event(colleague)]], {
        playbook,
        timeZone,
      });
      await settle();
      const open = await store.handoffs(cardPortalId, { open: true, limit: 500 });
      const { handoffId } = open.find((handoff) => handoff.personId === personId)!;
      await store.transactHandoff(cardPortalId, { handoffId }, now, ({ handoff }) => ({
        answer: null,
        change: { handoff: { ...handoff!, owner: { ...handoff!.owner!, ...withMaria } }, effects: [], receipts: [] },
      }));
      return handoffId;
    },
    async card(contactId, as = maria.email) {
      const address = `${url}${contactCardPath}?contactId=${contactId}&${signedQuery(as)}`;
      const response = await fetch(address, {
        headers: headersV3(cardSecret, { method: 'GET', url: address, body: '' }, now),
      });
      return contactCardAnswerSchema.parse(await response.json());
    },
    async command(asked, as = maria.email) {
      const response = await post(asked, { as });
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
      return handoffCommandAnswerSchema.parse(await response.json());
    },
    post,
    async close() {
      await closeHttpServer(server);
      await store.close();
    },
  };
}

const withMaria = { id: maria.id, email: maria.email, name: maria.name };
