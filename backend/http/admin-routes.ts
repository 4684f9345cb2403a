/** What operators ask and do, with ADMIN_TOKEN as bearer. The `zo` tool speaks to these when a server is running. */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import express, { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import type { PlaybookChanges } from '../portals/change-playbook.ts';
import type { Erasure } from '../portals/erase-people.ts';
import type { Provisioning } from '../portals/provisioning.ts';
import type { RoutingView } from '../portals/routing-view.ts';
import type { Reports } from '../reports/reports.ts';
import type { AuditDeed } from '../settings/audit-deed.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { ReceiptStore } from '../store/receipt-store.ts';
import type { RulesStore } from '../store/rules-store.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import { storableTexts } from '../store/storable-text.ts';
import type { IngestStore, OutboxStore, PortalStore } from '../store/store.ts';
import { createAuditRoutes } from './admin/audit-routes.ts';
import { createDriftRoutes, type DriftRoutesParts } from './admin/drift-routes.ts';
import { knownPortal } from './admin/known-portal.ts';
import { createPlaybookRoutes } from './admin/playbook-routes.ts';
import { createPropertyRoutes } from './admin/property-routes.ts';
import { createProvisionRoutes } from './admin/provision-routes.ts';
import { createReceiptsRoutes } from './admin/receipts-routes.ts';
import { createReportRoutes } from './admin/report-routes.ts';
import { createRoutingRoutes } from './admin/routing-routes.ts';
import { createRulesRoutes, type RulesRoutesParts } from './admin/rules-routes.ts';
import { type AdminSampleRoutesParts, createAdminSampleRoutes } from './admin/sample-routes.ts';
import { HttpError } from './http-error.ts';
import { hashWriteKey } from './write-key.ts';

export type AdminParts = {
  /** Null: the routes are off. */
  token: string | null;
  store: IngestStore & OutboxStore & PortalStore & HandoffStore & ReceiptStore & RulesStore & SettingsStore;
  auditDeed: AuditDeed;
  provisioning: Provisioning;
  playbooks: PlaybookChanges;
  rules: RulesRoutesParts['rules'];
  drift: DriftRoutesParts['drift'];
  erasure: Erasure;
  routing: RoutingView;
  reports: Reports;
  sample: AdminSampleRoutesParts['sample'];
  doctor: (portalId: number) => Promise<unknown>;
};

export const writeKeySchema = z.strictObject({
  source: z.enum(['server', 'browser']).default('server'),
  name: z.string().trim().max(60).default(''),
});
const limitSchema = z.coerce.number().int().min(1).max(1_000).default(100);

export function createAdminRoutes(parts: AdminParts): Router {
  const { store, auditDeed } = parts;
  const router = Router();
  router.use('/admin', requireToken(parts.token), express.json({ limit: '200kb', reviver: storableTexts }));

  router.get('/admin/portals', async (_request, response) => {
    response.json({ portals: await store.portals() });
  });
  router.get('/admin/portals/:portalId', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    response.json({
      portal: await store.portal(portalId),
      playbook: await store.playbook(portalId),
      gates: await store.gateCounts(portalId),
      outbox: await store.outboxCounts(portalId),
      alarms: await store.alarms(portalId),
      eventsSeen: await store.eventsSeen(portalId),
    });
  });
  router.get('/admin/portals/:portalId/doctor', async (request, response) => {
    response.json(await parts.doctor(await knownPortal(store, request.params.portalId)));
  });
  router.use(createAuditRoutes(store));
  router.use(createPropertyRoutes(store));
  router.use(createProvisionRoutes({ store, provisioning: parts.provisioning, auditDeed }));
  router.use(createDriftRoutes({ store, drift: parts.drift, auditDeed }));
  router.use(createPlaybookRoutes({ store, playbooks: parts.playbooks }));
  router.use(createRulesRoutes({ store, rules: parts.rules }));
  router.post('/admin/portals/:portalId/write-keys', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const { source, name } = writeKeySchema.parse(request.body ?? {});
    const writeKey = randomBytes(24).toString('base64url');
    const detail = `for ${source === 'server' ? 'servers' : 'browsers'}${name === '' ? '' : `: ${name}`}`;
    await auditDeed(portalId, { author: 'operator', deed: 'make write key', detail }, () =>
      store.addWriteKey(hashWriteKey(writeKey), { portalId, source, name }, Date.now()),
    );
    // Only its hash is kept: it cannot be shown again.
    response.status(201).json({ writeKey, source });
  });
  router.get('/admin/portals/:portalId/handoffs', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const open = request.query.open === undefined ? undefined : request.query.open === 'true';
    response.json({
      handoffs: await store.handoffs(portalId, { open, limit: limitSchema.parse(request.query.limit) }),
    });
  });
  router.get('/admin/portals/:portalId/ready', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    response.json({ people: await store.readyPersons(portalId, limitSchema.parse(request.query.limit)) });
  });
  router.use(createRoutingRoutes({ store, routing: parts.routing }));
  router.use(createReceiptsRoutes({ store, erasure: parts.erasure }));
  router.use(createReportRoutes({ store, reports: parts.reports }));
  router.use(createAdminSampleRoutes({ store, sample: parts.sample }));
  return router;
}

function requireToken(token: string | null): RequestHandler {
  const digest = (text: string) => hash('sha256', text, 'buffer');
  return (request, _response, next) => {
    if (token === null) throw new HttpError(404, 'not_found', 'the admin routes are off: set ADMIN_TOKEN');
    const given = /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (!timingSafeEqual(digest(given), digest(token))) {
      throw new HttpError(401, 'unauthorised', 'send ADMIN_TOKEN as bearer token');
    }
    next();
  };
}
