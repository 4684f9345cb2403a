/** Lets only requests through that Slack signed, with the raw body as it came. */
import type { RequestHandler } from 'express';
import type { Clock } from '../clock.ts';
import { HttpError } from './http-error.ts';
import { rawBody } from './raw-body.ts';
import { verifySlackSignature } from './signatures/slack-signature.ts';

export type SlackSignedParts = {
  /** Null refuses everything. */
  signingSecret: string | null;
  clock: Clock;
};

/** Middlewares for one route; `request.body` is the raw body afterwards. */
export function slackSigned({ signingSecret, clock }: SlackSignedParts): RequestHandler[] {
  const check: RequestHandler = (request, _response, next) => {
    if (signingSecret === null) {
      throw new HttpError(401, 'not_configured', 'SLACK_SIGNING_SECRET is not set, so no signature can be checked');
    }
    if (!Buffer.isBuffer(request.body)) request.body = Buffer.alloc(0);
    const { headers, body: rawBody } = request;
    const verdict = verifySlackSignature({ rawBody, headers, signingSecret, plausibleNows: clock.plausibleNows() });
    if (!verdict.ok) {
      throw new HttpError(401, 'bad_signature', `the request is not signed by Slack: ${verdict.reason}`);
    }
    next();
  };
  return [...rawBody(200 * 1024), check];
}
