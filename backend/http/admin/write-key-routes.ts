/** Write keys: made and shown once, listed without the key, revoked. Mounted behind the admin token. */
import { randomBytes } from 'node:crypto';
import { Router } from 'express';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { AuditDeed } from '../../settings/audit-deed.ts';
import { isKeyId, listWriteKeys, noKeyId, revokeWriteKey } from '../../settings/write-keys.ts';
import type { SettingsStore } from '../../store/settings-store.ts';
import type { PortalStore } from '../../store/store.ts';
import { hashWriteKey, keyKnownForMs } from '../../write-key-hash.ts';
import { HttpError } from '../http-error.ts';
import { knownPortal } from './known-portal.ts';

export const writeKeySchema = z.strictObject({
  source: z.enum(['server', 'browser']).default('server'),
  name: z.string().trim().max(60).default(''),
});

export type WriteKeyRoutesParts = {
  store: Pick<PortalStore, 'portal'> & Pick<SettingsStore, 'addWriteKey' | 'writeKeys' | 'revokeWriteKey'>;
  auditDeed: AuditDeed;
  /** WRITE_KEY; null when it is not set. */
  writeKeySetting: string | null;
  clock: Pick<Clock, 'now'>;
};

export function createWriteKeyRoutes({ store, auditDeed, writeKeySetting, clock }: WriteKeyRoutesParts): Router {
  const router = Router();
  router.get('/admin/portals/:portalId/write-keys', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    response.json({ keys: await listWriteKeys(store, portalId, writeKeySetting) });
  });
  router.post('/admin/portals/:portalId/write-keys', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const { source, name } = writeKeySchema.parse(request.body ?? {});
    const writeKey = randomBytes(24).toString('base64url');
    const detail = `for ${source === 'server' ? 'servers' : 'browsers'}${name === '' ? '' : `: ${name}`}`;
    await auditDeed(portalId, { author: 'operator', deed: 'make write key', detail }, () =>
      store.addWriteKey(hashWriteKey(writeKey), { portalId, source, name }, clock.now()),
    );
    // Only its hash is kept: it cannot be shown again.
    response.status(201).json({ writeKey, source });
  });
  router.post('/admin/portals/:portalId/write-keys/:keyId/revoke', async (request, response) => {
    const portalId = await knownPortal(store, request.params.portalId);
    const { keyId } = request.params;
    if (!isKeyId(keyId)) throw new HttpError(400, 'no_key_id', noKeyId);
    const refused = await auditDeed(
      portalId,
      { author: 'operator', deed: 'revoke write key', detail: keyId },
      () => revokeWriteKey(store, portalId, { keyId, fromEnvironment: writeKeySetting, now: clock.now() }),
      (reason) => reason,
    );
    if (refused !== null) throw new HttpError(409, 'not_revoked', refused);
    response.json({ keyId, worksForSeconds: keyKnownForMs / 1_000 });
  });
  return router;
}
