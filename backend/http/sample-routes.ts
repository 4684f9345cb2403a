/** Sample activity, as pages in HubSpot ask for it: signed v3, portal and user only from the signed query. */
import { type SampleActivityAnswer, sampleActivityPath } from '@zo/shared';
import { type Request, Router } from 'express';
import { z } from 'zod';
import { mayChangeSettings } from '../portals/may-change-settings.ts';
import type { SampleActivities } from '../sample/sample-activity.ts';
import { signedQuerySchema, singleValues } from './card-routes.ts';
import { hubspotSigned, type SignedParts } from './hubspot-signed.ts';

export type SampleRoutesParts = {
  signed: SignedParts;
  sample: Pick<SampleActivities, 'look' | 'run'>;
  adminEmails: readonly string[];
};

export const sampleActivitySchema = z.strictObject({
  action: z.enum(['load', 'remove']),
  idempotencyKey: z.string().min(8).max(100),
});

export function createSampleRoutes({ signed, sample, adminEmails }: SampleRoutesParts): Router {
  const router = Router();
  const asked = (request: Request) => {
    const { portalId, userEmail } = signedQuerySchema.parse(singleValues(request));
    return { portalId, mayChange: mayChangeSettings({ adminEmails }, userEmail ?? null) };
  };

  router.get(sampleActivityPath, ...hubspotSigned(signed, {}), async (request: Request, response) => {
    const { portalId, mayChange } = asked(request);
    response.json((await sample.look(portalId, mayChange)) satisfies SampleActivityAnswer);
  });
  router.post(sampleActivityPath, ...hubspotSigned(signed, {}), async (request: Request, response) => {
    const { portalId, mayChange } = asked(request);
    const wanted = sampleActivitySchema.parse(request.body);
    const answer: SampleActivityAnswer = mayChange
      ? await sample.run(portalId, wanted)
      : { status: 'not allowed', asOf: signed.clock.now(), reason: notAllowed(adminEmails) };
    response.json(answer);
  });
  return router;
}

function notAllowed(adminEmails: readonly string[]): string {
  const [first] = adminEmails;
  return first === undefined
    ? 'Nobody may change settings yet: whoever runs Zo Handoff names them in ADMIN_EMAILS'
    : `Only those who may change settings load and remove sample activity: ask ${first}`;
}
