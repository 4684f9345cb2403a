/** Connecting Slack: pages that a browser visits, each with proof of the portal and of the browser. */
import express, { type Request, Router } from 'express';
import { z } from 'zod';
import { readBrowserCookie, setBrowserCookie } from '../oauth/browser-cookie.ts';
import { sendPage } from '../oauth/html-page.ts';
import { cameBackPage, confirmedPage, notOpenedPage } from '../slack/connect/connect-pages.ts';
import type { SlackConnecting } from '../slack/connect/connect-slack.ts';
import { slackPaths } from '../slack/connect/paths.ts';
import { HttpError } from './http-error.ts';

export type SlackOauthParts = {
  /** Null: Slack is not connected by OAuth here. */
  connecting: Pick<SlackConnecting, 'open' | 'comeBack' | 'confirm'> | null;
  publicUrl: () => string;
};

const secret = z.string().max(200);
export const slackInstallSchema = z.object({ link: secret.default('') });
export const slackCallbackSchema = z.object({
  state: secret.default(''),
  code: z.string().max(500).optional(),
  error: z.string().max(200).optional(),
});
export const slackConfirmSchema = z.object({ offer: secret, answer: z.enum(['connect', 'keep']) });

export function createSlackOauthRoutes({ connecting, publicUrl }: SlackOauthParts): Router {
  const router = Router();
  const needed = () => {
    if (connecting !== null) return connecting;
    throw new HttpError(404, 'not_configured', 'SLACK_CLIENT_ID is not set, so Slack is not connected this way');
  };

  router.get(slackPaths.install, async (request, response) => {
    refuseHead(request);
    const { link } = slackInstallSchema.parse(request.query);
    const opened = await needed().open(link, readBrowserCookie(request, publicUrl()));
    if (opened.outcome !== 'open') return sendPage(response, notOpenedPage(opened));
    setBrowserCookie(response, opened.browser, publicUrl());
    response.set({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    response.redirect(302, opened.location);
  });

  router.get(slackPaths.callback, async (request, response) => {
    refuseHead(request);
    const { state, code = null, error = null } = slackCallbackSchema.parse(request.query);
    const browser = readBrowserCookie(request, publicUrl());
    sendPage(response, cameBackPage(await needed().comeBack({ state, code, error }, browser)));
  });

  router.post(slackPaths.confirm, express.urlencoded({ extended: false, limit: '4kb' }), async (request, response) => {
    const { offer, answer } = slackConfirmSchema.parse(request.body ?? {});
    const browser = readBrowserCookie(request, publicUrl());
    const confirmed = await needed().confirm({ offer, isWanted: answer === 'connect' }, browser);
    sendPage(response, confirmedPage(confirmed));
  });
  return router;
}

/** Express answers HEAD as GET; something that only looks whether a link is there would use it up. */
function refuseHead({ method }: Request): void {
  if (method === 'HEAD') throw new HttpError(405, 'method_not_allowed', 'ask with GET');
}
