/** What operators ask and do, with ADMIN_TOKEN as bearer. The `zo` tool speaks to these when a server is running. */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import express, { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import { HubspotError } from '../hubspot/hubspot-errors.ts';
import type { ProvisionAnswer } from '../portals/provision-portal.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { RulesStore } from '../store/rules-store.ts';
import type { IngestStore, OutboxStore, PortalStore } from '../store/store.ts';
import { createRulesRoutes, type RulesRoutesParts } from './admin/rules-routes.ts';
import { HttpError } from './http-error.ts';
import { hashWriteKey } from './write-key.ts';

export type AdminParts = {
  /** Null: the routes are off. */
  token: string | null;
  store: IngestStore & OutboxStore & PortalStore & HandoffStore & RulesStore;
  provision: (portalId: number, goLive: boolean) => Promise<ProvisionAnswer>;
  applyPlaybook: (portalId: number, source: string, author: string, reason: string) => Promise<{ version: number }>;
  rules: RulesRoutesParts['rules'];
  doctor: (portalId: number) => Promise<unknown>;
};

export const provisionSchema = z.strictObject({ goLive: z.boolean().default(false) });
export const writeKeySchema = z.strictObject({ source: z.enum(['server', 'browser']).default('server') });
export const playbookSchema = z.strictObject({
  source: z.string().min(1).max(65_536),
  author: z.string().min(1).max(200).default('operator'),
  reason: z.string().max(1_000).default(''),
});
const portalIdSchema = z.coerce.number().int().positive();
const limitSchema = z.coerce.number().int().min(1).max(1_000).default(100);

export function createAdminRoutes(parts: AdminParts): Router {
  const { store } = parts;
  const router = Router();
  router.use('/admin', requireToken(parts.token), express.json({ limit: '200kb' }));

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
  router.post('/admin/portals/:portalId/provision', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const { goLive } = provisionSchema.parse(request.body ?? {});
    try {
      response.json(await parts.provision(portalId, goLive));
    } catch (error) {
      if (error instanceof HubspotError) throw new HttpError(502, 'hubspot_failed', error.message, { cause: error });
      throw error;
    }
  });
  router.put('/admin/portals/:portalId/playbook', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const { source, author, reason } = playbookSchema.parse(request.body);
    response.json(await parts.applyPlaybook(portalId, source, author, reason));
  });
  router.post('/admin/portals/:portalId/write-keys', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const { source } = writeKeySchema.parse(request.body ?? {});
    const writeKey = randomBytes(24).toString('base64url');
    await store.saveWriteKey(hashWriteKey(writeKey), { portalId, source }, Date.now());
    // Only its hash is kept: it cannot be shown again.
    response.status(201).json({ writeKey, source });
  });
  router.use(createRulesRoutes({ store, rules: parts.rules }));
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
  router.get('/admin/portals/:portalId/receipts', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const personId = request.query.personId === undefined ? undefined : portalIdSchema.parse(request.query.personId);
    const limit = limitSchema.parse(request.query.limit);
    response.json({ receipts: await store.receipts(portalId, { personId, limit }) });
  });
  return router;
}

async function knownPortal(store: PortalStore, text: unknown): Promise<number> {
  const portalId = portalIdSchema.parse(text);
  if ((await store.portal(portalId)) === null) throw new HttpError(404, 'not_found', 'there is no such portal');
  return portalId;
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
