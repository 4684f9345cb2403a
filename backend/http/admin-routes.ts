/** What operators ask and do, with ADMIN_TOKEN as bearer. The `zo` tool speaks to these when a server is running. */
import express, { Router } from 'express';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Installations } from '../oauth/installations.ts';
import type { PlaybookChanges } from '../portals/change-playbook.ts';
import type { Erasure } from '../portals/erase-people.ts';
import type { Provisioning } from '../portals/provisioning.ts';
import type { RoutingView } from '../portals/routing-view.ts';
import type { Reports } from '../reports/reports.ts';
import type { AuditDeed } from '../settings/audit-deed.ts';
import type { CredentialStore } from '../store/credential-store.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { HomeStore } from '../store/home-store.ts';
import type { PrivacyStore } from '../store/privacy-store.ts';
import type { ReceiptStore } from '../store/receipt-store.ts';
import type { RulesStore } from '../store/rules-store.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import { storableTexts } from '../store/storable-text.ts';
import type { IngestStore, OutboxStore, PortalStore } from '../store/store.ts';
import { createAuditRoutes } from './admin/audit-routes.ts';
import { type BackfillRoutesParts, createBackfillRoutes } from './admin/backfill-routes.ts';
import { type ChannelRoutesParts, createChannelRoutes } from './admin/channel-routes.ts';
import { createConnectionRoutes } from './admin/connection-routes.ts';
import { createDriftRoutes, type DriftRoutesParts } from './admin/drift-routes.ts';
import { createErasureRoutes } from './admin/erasure-routes.ts';
import { createKeyRoutes } from './admin/key-routes.ts';
import { knownPortal } from './admin/known-portal.ts';
import { createPlaybookRoutes } from './admin/playbook-routes.ts';
import { createPrivacyRoutes, type PrivacyRoutesParts } from './admin/privacy-routes.ts';
import { createPropertyRoutes } from './admin/property-routes.ts';
import { createProvisionRoutes } from './admin/provision-routes.ts';
import { createReceiptsRoutes } from './admin/receipts-routes.ts';
import { createReportRoutes } from './admin/report-routes.ts';
import { requireToken } from './admin/require-token.ts';
import { createRoutingRoutes } from './admin/routing-routes.ts';
import { createRulesRoutes, type RulesRoutesParts } from './admin/rules-routes.ts';
import { type AdminSampleRoutesParts, createAdminSampleRoutes } from './admin/sample-routes.ts';
import { createUnconfirmedRoutes, type UnconfirmedRoutesParts } from './admin/unconfirmed-routes.ts';
import { createWriteKeyRoutes } from './admin/write-key-routes.ts';
import { shallowBody } from './read-json.ts';

export type AdminParts = {
  /** Null: the routes are off. */
  token: string | null;
  store: IngestStore &
    OutboxStore &
    PortalStore &
    HandoffStore &
    ReceiptStore &
    RulesStore &
    SettingsStore &
    CredentialStore &
    PrivacyStore &
    Pick<HomeStore, 'namedPersons'>;
  auditDeed: AuditDeed;
  provisioning: Provisioning;
  playbooks: PlaybookChanges;
  rules: RulesRoutesParts['rules'];
  drift: DriftRoutesParts['drift'];
  erasure: Erasure;
  privacy: PrivacyRoutesParts['privacy'];
  routing: RoutingView;
  reports: Reports;
  backfills: BackfillRoutesParts['backfills'];
  sample: AdminSampleRoutesParts['sample'];
  unconfirmed: UnconfirmedRoutesParts['unconfirmed'];
  sharedChannels: ChannelRoutesParts['sharedChannels'];
  doctor: (portalId: number) => Promise<unknown>;
  installations: Pick<Installations, 'disconnecting' | 'tokens' | 'whyNot'>;
  /** WRITE_KEY; null when it is not set. */
  writeKeySetting: string | null;
  clock: Pick<Clock, 'now'>;
};

const limitSchema = z.coerce.number().int().min(1).max(1_000).default(100);

export function createAdminRoutes(parts: AdminParts): Router {
  const { store, auditDeed } = parts;
  const router = Router();
  const json = express.json({ limit: '200kb', reviver: storableTexts });
  router.use('/admin', requireToken(parts.token), json, shallowBody);

  router.get('/admin/portals', async (_request, response) => {
    const portals = await store.portals();
    const shown = portals.map(async (portal) => ({
      ...portal,
      disconnected: await parts.installations.whyNot(portal.portalId),
    }));
    response.json({ portals: await Promise.all(shown) });
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
  router.use(createAuditRoutes({ store, auditDeed }));
  const whyNot = (portalId: number) => parts.installations.whyNot(portalId);
  router.use(createBackfillRoutes({ store, backfills: parts.backfills, auditDeed, whyNot }));
  router.use(createPropertyRoutes(store));
  router.use(createChannelRoutes(parts));
  router.use(createProvisionRoutes({ store, provisioning: parts.provisioning, auditDeed }));
  router.use(createDriftRoutes({ store, drift: parts.drift, auditDeed }));
  router.use(createPlaybookRoutes({ store, playbooks: parts.playbooks }));
  router.use(createRulesRoutes({ store, rules: parts.rules, auditDeed }));
  router.use(createWriteKeyRoutes({ store, auditDeed, writeKeySetting: parts.writeKeySetting, clock: parts.clock }));
  router.get('/admin/portals/:portalId/handoffs', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const open = request.query.open === undefined ? undefined : request.query.open === 'true';
    const handoffs = await store.handoffs(portalId, { open, limit: limitSchema.parse(request.query.limit) });
    const people = await store.namedPersons(portalId, [...new Set(handoffs.map(({ personId }) => personId))]);
    response.json({ handoffs, people });
  });
  router.get('/admin/portals/:portalId/ready', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    response.json({ people: await store.readyPersons(portalId, limitSchema.parse(request.query.limit)) });
  });
  router.use(createUnconfirmedRoutes({ store, unconfirmed: parts.unconfirmed, auditDeed }));
  router.use(createRoutingRoutes({ store, routing: parts.routing }));
  router.use(createReceiptsRoutes({ store }));
  router.use(createErasureRoutes({ store, erasure: parts.erasure, auditDeed }));
  router.use(createPrivacyRoutes({ store, privacy: parts.privacy, auditDeed }));
  router.use(createReportRoutes({ store, reports: parts.reports }));
  router.use(createConnectionRoutes({ store, disconnecting: parts.installations?.disconnecting, auditDeed }));
  router.use(createKeyRoutes({ store, sealer: parts.installations?.tokens?.sealer ?? null, clock: parts.clock }));
  router.use(createAdminSampleRoutes({ store, sample: parts.sample }));
  return router;
}
