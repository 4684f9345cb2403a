/** Installing the app: a browser comes, is sent to HubSpot, and comes back. */
import { type NextFunction, type Request, type Response, Router } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import { readBrowserCookie, setBrowserCookie } from '../oauth/browser-cookie.ts';
import { type Page, sendPage } from '../oauth/html-page.ts';
import { callbackPath, type InstallHubspot, installPath } from '../oauth/install-hubspot.ts';
import { installPage } from '../oauth/install-outcome.ts';
import { safeReturnUrl } from '../oauth/return-url.ts';
import { createSenderQuota } from './sender-quota.ts';

export type OauthRoutesParts = {
  /** Null: this service serves one portal, from the environment. */
  install: InstallHubspot | null;
  publicUrl: () => string;
  log: Pick<Logger, 'error'>;
};

export const installQuerySchema = z.object({ returnUrl: z.string().max(2_000).optional() });
/** HubSpot adds members without notice. */
export const callbackQuerySchema = z.object({
  code: z.string().max(2_000).optional(),
  state: z.string().max(200).optional(),
  error: z.string().max(200).optional(),
  returnUrl: z.string().max(2_000).optional(),
});

const onePortal: Page = {
  status: 404,
  tone: 'bad',
  title: 'The app cannot be installed here',
  paragraphs: [
    'This service serves one HubSpot account, which its settings name. To serve every account that installs the app, whoever runs it sets HUBSPOT_CLIENT_ID.',
  ],
  action: null,
};

const wentWrong: Page = {
  status: 500,
  tone: 'bad',
  title: 'Something went wrong on our side',
  paragraphs: [
    'The app may not be connected yet. Start again in a few minutes; if it happens again, tell whoever runs this service.',
  ],
  action: null,
};

const tooMany: Page = {
  status: 429,
  tone: 'bad',
  title: 'Too many installations are being begun',
  paragraphs: [
    'Many browsers, perhaps of your network alone, are asking for this at the same moment. Nothing has been changed: try again in a minute.',
  ],
  action: null,
};

/**
 * Each that is begun is remembered for more than an hour; what is remembered is bounded by the pace of all. One network has a
 * twentieth of it, so that nobody keeps others from installing.
 */
const begun = { each: { perSecond: 5, burstSeconds: 10 }, all: { perSecond: 100, burstSeconds: 10 } };

const unreadable: Page = {
  status: 400,
  tone: 'bad',
  title: 'This link cannot be read',
  paragraphs: ['It is not one that HubSpot or this service makes. Nothing has been changed.'],
  action: null,
};

export function createOauthRoutes({ install, publicUrl, log }: OauthRoutesParts): Router {
  const router = Router();
  const installUrl = () => publicUrl() + installPath;
  const quota = createSenderQuota(begun);

  async function begin(service: InstallHubspot, request: Request, response: Response, returnUrl?: string) {
    const seconds = quota.take(request.ip ?? '', performance.now());
    if (seconds > 0) {
      response.set('retry-after', String(seconds));
      return sendPage(response, tooMany);
    }
    const { location, browser } = await service.begin(
      readBrowserCookie(request, publicUrl()),
      safeReturnUrl(returnUrl),
    );
    setBrowserCookie(response, browser, publicUrl());
    response.set({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).redirect(302, location);
  }

  router.get(installPath, async (request, response) => {
    const query = installQuerySchema.safeParse(request.query);
    if (install === null) return sendPage(response, onePortal);
    if (!query.success) return sendPage(response, unreadable);
    return begin(install, request, response, query.data.returnUrl);
  });

  router.get(callbackPath, async (request, response) => {
    const query = callbackQuerySchema.safeParse(request.query);
    if (install === null) return sendPage(response, onePortal);
    if (!query.success) return sendPage(response, unreadable);
    const { code, state, error, returnUrl } = query.data;
    if (error !== undefined) {
      const known = /^\w{1,60}$/.test(error) ? error : 'something we do not know';
      return sendPage(response, installPage({ outcome: 'not granted', error: known }, installUrl()));
    }
    // Begun at HubSpot, not by us: a code that no browser of ours asked for is not used; our own flow is begun instead.
    if (code === undefined || state === undefined) return begin(install, request, response, returnUrl);
    const ended = await install.end({ code, state, browser: readBrowserCookie(request, publicUrl()) });
    if (ended.outcome === 'installed' && ended.returnUrl !== null) {
      response.set('referrer-policy', 'no-referrer').redirect(302, ended.returnUrl);
      return;
    }
    return sendPage(response, installPage(ended, installUrl()));
  });
  // Browsers are shown a page, not the JSON that programs get.
  router.use('/hubspot/oauth', (err: unknown, _request: Request, response: Response, _next: NextFunction) => {
    log.error({ err }, 'an installation failed');
    sendPage(response, wentWrong);
  });
  return router;
}
