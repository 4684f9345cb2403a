/** The keys that stored tokens are sealed with. Mounted behind the admin token. Never shows any of a key. */
import { Router } from 'express';
import type { Clock } from '../../clock.ts';
import { keysInUse, type RotationStore, rotateKeys } from '../../tokens/rotate-keys.ts';
import type { Sealer } from '../../tokens/sealer.ts';
import { HttpError } from '../http-error.ts';
import { lineStream } from './line-stream.ts';

export type KeyRoutesParts = {
  store: RotationStore;
  /** Null: without ENCRYPTION_KEYS. */
  sealer: Sealer | null;
  clock: Pick<Clock, 'now'>;
};

export function createKeyRoutes({ store, sealer, clock }: KeyRoutesParts): Router {
  const router = Router();
  const known = (): Sealer => {
    if (sealer === null) throw new HttpError(409, 'no_keys', 'ENCRYPTION_KEYS is not set, so no token is stored');
    return sealer;
  };
  router.get('/admin/keys', async (_request, response) => {
    response.json(await keysInUse(store, known(), clock.now()));
  });
  // One line of JSON for each that was done, the result last. Safe while the service renews tokens.
  router.post('/admin/keys/rotate', async (_request, response) => {
    const lines = lineStream(response);
    const rotation = await rotateKeys(store, known(), clock.now(), (done, total) => lines.write({ done, total }));
    lines.write(rotation);
    lines.end();
  });
  return router;
}
