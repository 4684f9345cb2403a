/** What the settings page asks, through HubSpot's proxy: signed v3; portal and user only from the signed query. */
import { privacyPaths, settingsPaths } from '@zo/shared';
import { type Request, Router } from 'express';
import type { z } from 'zod';
import type { Asker, Settings } from '../../settings/settings.ts';
import { signedQuerySchema, singleValues } from '../card-routes.ts';
import { hubspotSigned, type SignedParts } from '../hubspot-signed.ts';
import { allowListRequestSchema, retentionRequestSchema } from './privacy-schemas.ts';
import {
  disconnectRequestSchema,
  disconnectSlackSchema,
  editsSchema,
  grantSchema,
  hubspotQuerySchema,
  lookForDriftSchema,
  makeKeySchema,
  peopleQuerySchema,
  provisionRequestSchema,
  restoreRequestSchema,
  revokeKeySchema,
  saveSchema,
  settingsQuerySchema,
  slackLinkSchema,
  sourceSchema,
  testMessageSchema,
  versionQuerySchema,
} from './settings-requests.ts';

export type SettingsRoutesParts = { signed: SignedParts; settings: Settings };

export function createSettingsRoutes({ signed, settings }: SettingsRoutesParts): Router {
  const router = Router();
  const isSigned = hubspotSigned(signed, {});

  function get<Query extends z.infer<typeof signedQuerySchema>>(
    path: string,
    schema: z.ZodType<Query>,
    answer: (asker: Asker, query: Query) => Promise<object>,
  ): void {
    router.get(path, ...isSigned, async (request, response) => {
      const query = schema.parse(singleValues(request));
      response.json(await answer(askerOf(request), query));
    });
  }

  function post<Body>(
    path: string,
    schema: z.ZodType<Body>,
    answer: (asker: Asker, body: Body) => Promise<object>,
  ): void {
    router.post(path, ...isSigned, async (request, response) => {
      const asker = askerOf(request);
      response.json(await answer(asker, schema.parse(request.body)));
    });
  }

  get(settingsPaths.playbook, settingsQuerySchema, settings.playbook);
  get(settingsPaths.version, versionQuerySchema, (asker, { version }) => settings.version(asker, version));
  post(settingsPaths.check, sourceSchema, (asker, { source }) => settings.check(asker, source));
  post(settingsPaths.edit, editsSchema, (asker, { source, edits }) => settings.edit(asker, source, edits));
  post(settingsPaths.simulate, sourceSchema, (asker, { source }) => settings.simulate(asker, source));
  post(settingsPaths.save, saveSchema, settings.save);

  get(settingsPaths.hubspot, hubspotQuerySchema, (asker, { anew }) => settings.hubspot(asker, anew === 'yes'));
  post(settingsPaths.provision, provisionRequestSchema, settings.provision);
  post(settingsPaths.lookForDrift, lookForDriftSchema, settings.lookForDrift);
  post(settingsPaths.restore, restoreRequestSchema, settings.restore);

  get(settingsPaths.connection, settingsQuerySchema, settings.connection);
  post(settingsPaths.disconnect, disconnectRequestSchema, settings.disconnect);

  get(settingsPaths.slack, settingsQuerySchema, settings.slack);
  post(settingsPaths.slackLink, slackLinkSchema, settings.slackLink);
  post(settingsPaths.disconnectSlack, disconnectSlackSchema, settings.disconnectSlack);
  post(settingsPaths.testMessage, testMessageSchema, settings.testMessage);

  get(settingsPaths.keys, settingsQuerySchema, settings.keys);
  post(settingsPaths.makeKey, makeKeySchema, settings.makeKey);
  post(settingsPaths.revokeKey, revokeKeySchema, settings.revokeKey);

  get(privacyPaths.tab, settingsQuerySchema, settings.privacy);
  post(privacyPaths.retention, retentionRequestSchema, settings.retention);
  post(privacyPaths.allowList, allowListRequestSchema, settings.allowList);

  get(settingsPaths.people, peopleQuerySchema, (asker, { before }) => settings.people(asker, before ?? null));
  post(settingsPaths.grant, grantSchema, settings.grant);
  post(settingsPaths.takeBack, grantSchema, settings.takeBack);
  return router;
}

function askerOf(request: Request): Asker {
  const { portalId, userEmail } = signedQuerySchema.parse(singleValues(request));
  return { portalId, email: userEmail ?? null };
}
