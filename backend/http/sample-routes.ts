/** Sample activity, as pages in HubSpot ask for it: signed v3, portal and user only from the signed query. */
import { type SampleActivityAnswer, sampleActivityPath } from '@zo/shared';
import { type Request, Router } from 'express';
import { z } from 'zod';
import type { OperatorsOf } from '../portals/operators-of.ts';
import type { SampleActivities } from '../sample/sample-activity.ts';
import { refusalWords, settingsUser } from '../settings/roles.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import { signedQuerySchema, singleValues } from './card-routes.ts';
import { hubspotSigned, type SignedParts } from './hubspot-signed.ts';

export type SampleRoutesParts = {
  signed: SignedParts;
  sample: Pick<SampleActivities, 'look' | 'run'>;
  store: Pick<SettingsStore, 'grants'>;
  operatorsOf: OperatorsOf;
};

export const sampleActivitySchema = z.strictObject({
  action: z.enum(['load', 'remove']),
  idempotencyKey: z.string().min(8).max(100),
});

export function createSampleRoutes({ signed, sample, store, operatorsOf }: SampleRoutesParts): Router {
  const router = Router();
  const asked = async (request: Request) => {
    const { portalId, userEmail } = signedQuerySchema.parse(singleValues(request));
    const [grants, adminEmails] = await Promise.all([store.grants(portalId), operatorsOf(portalId)]);
    return { portalId, you: settingsUser(userEmail ?? null, { adminEmails, grants }) };
  };

  router.get(sampleActivityPath, ...hubspotSigned(signed, {}), async (request: Request, response) => {
    const { portalId, you } = await asked(request);
    response.json((await sample.look(portalId, you.readOnly === null)) satisfies SampleActivityAnswer);
  });
  router.post(sampleActivityPath, ...hubspotSigned(signed, {}), async (request: Request, response) => {
    const { portalId, you } = await asked(request);
    const wanted = sampleActivitySchema.parse(request.body);
    const answer: SampleActivityAnswer =
      you.readOnly === null
        ? await sample.run(portalId, wanted, you.email!)
        : { status: 'not allowed', asOf: signed.clock.now(), reason: refusalWords(you.readOnly) };
    response.json(answer);
  });
  return router;
}
