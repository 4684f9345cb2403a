/** The operators' routes for backfills over a real database, as `zo backfill` meets them; answers can be lost on their way. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createBackfills } from '../../backend/backfill/backfills.ts';
import { createBackfillRoutes } from '../../backend/http/admin/backfill-routes.ts';
import { createExpressApp } from '../../backend/http/express-app.ts';
import { createPortalMemory } from '../../backend/portals/portal-memory.ts';
import { createAuditDeed } from '../../backend/settings/audit-deed.ts';
import { openSqliteStore, type SqliteStore } from '../../backend/store/sqlite/open.ts';
import { acmePlaybook } from './playbooks.ts';

export const backfillPortal = 4711;
export const backfillRules = { playbook: acmePlaybook(), timeZone: 'Europe/Berlin' };
const clock = { now: () => Date.now(), plausibleNows: () => [Date.now()] };

export type BackfillServer = {
  url: string;
  store: SqliteStore;
  /** Of the requests with rows that come next, so many are loaded and never answered. */
  loseAnswers(count: number): void;
  /** Of the requests with rows that come next, so many never arrive. */
  loseRequests(count: number): void;
  rowRequests(): number;
  close(): Promise<void>;
};

export async function startBackfillServer(file = ':memory:'): Promise<BackfillServer> {
  const store = await openSqliteStore(file);
  await store.savePortal({
    portalId: backfillPortal,
    timeZone: 'Europe/Berlin',
    uiDomain: 'app.hubspot.com',
    scopes: [],
    goLiveAt: 1,
    createdAt: 0,
  });
  const lost = { answers: 0, requests: 0 };
  let rowRequests = 0;
  const backfills = createBackfills({
    store,
    memory: createPortalMemory(),
    rulesFor: async () => backfillRules,
    allowedOf: () => new Set(),
    onDropped: () => {},
    live: { isBusy: () => false, lastAt: () => Number.NEGATIVE_INFINITY },
    now: clock.now,
    onLoaded: () => {},
  });
  const app = createExpressApp({ error: (...said: unknown[]) => console.warn(...said) }, (routes) => {
    routes.use((request, response, next) => {
      if (!request.path.endsWith('/rows')) return next();
      rowRequests += 1;
      if (lost.requests > 0) {
        lost.requests -= 1;
        request.socket.destroy();
        return;
      }
      if (lost.answers > 0) {
        lost.answers -= 1;
        response.json = () => {
          request.socket.destroy();
          return response;
        };
      }
      next();
    });
    routes.use(express.json());
    routes.get('/admin/portals', async (_request, response) => {
      response.json({ portals: await store.portals() });
    });
    const auditDeed = createAuditDeed({ store, clock });
    routes.use(createBackfillRoutes({ store, backfills, auditDeed, whyNot: async () => null }));
  });
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    store,
    loseAnswers(count) {
      lost.answers = count;
    },
    loseRequests(count) {
      lost.requests = count;
    },
    rowRequests: () => rowRequests,
    async close() {
      await backfills.stop();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await store.close();
    },
  };
}
