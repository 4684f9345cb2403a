/** Lets only requests through that HubSpot signed, with the raw body kept for the check and parsed afterwards. */
import type { Request, RequestHandler } from 'express';
import type { Clock } from '../clock.ts';
import { notePortal } from './about-request.ts';
import { HttpError } from './http-error.ts';
import { rawBody } from './raw-body.ts';
import { parseJson } from './read-json.ts';
import { verifyHubspotSignature } from './signatures/hubspot-signature.ts';
import { singleValues } from './single-values.ts';

/** HubSpot's own limit for what its proxy passes on. */
const largestBodyBytes = 1024 * 1024;

export type SignedParts = {
  /** The app's client secret; null refuses everything. */
  secret: string | null;
  /** The address HubSpot calls, without a trailing slash. */
  publicUrl: () => string;
  clock: Clock;
};

/**
 * Middlewares for one route: raw body, check, JSON. `request.body` is the parsed body afterwards, and no parameter of the
 * query is there twice. What is signed are the bytes as they came: nothing is inflated.
 */
export function hubspotSigned(
  { secret, publicUrl, clock }: SignedParts,
  accept: { v2?: boolean; v1?: boolean },
): RequestHandler[] {
  const check: RequestHandler = (request, response, next) => {
    if (secret === null) {
      throw new HttpError(401, 'not_configured', 'HUBSPOT_CLIENT_SECRET is not set, so no signature can be checked');
    }
    const rawBody = rawBodyOf(request);
    const verdict = verifyHubspotSignature({
      method: request.method,
      url: publicUrl() + request.originalUrl,
      rawBody,
      headers: request.headers,
      secret,
      plausibleNows: clock.plausibleNows(),
      accept,
    });
    if (!verdict.ok)
      throw new HttpError(401, 'bad_signature', `the request is not signed by HubSpot: ${verdict.reason}`);
    singleValues(request);
    request.body = rawBody.length === 0 ? {} : parseJson(rawBody);
    notePortal(response, signedPortal(request));
    next();
  };
  return [...rawBody(largestBodyBytes), check];
}

/** Cards and pages say it in the query, actions in their origin, webhooks in each event; all of it is signed. */
function signedPortal({ query, body }: Request): number | null {
  const { origin } = (body ?? {}) as { origin?: { portalId?: unknown } };
  const [first] = Array.isArray(body) ? (body as { portalId?: unknown }[]) : [];
  const portalId = Number(query.portalId ?? origin?.portalId ?? first?.portalId);
  return Number.isSafeInteger(portalId) && portalId > 0 ? portalId : null;
}

function rawBodyOf(request: Request): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}
