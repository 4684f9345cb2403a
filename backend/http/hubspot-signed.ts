/** Lets only requests through that HubSpot signed, with the raw body kept for the check and parsed afterwards. */
import express, { type Request, type RequestHandler } from 'express';
import type { Clock } from '../clock.ts';
import { storableTexts } from '../store/storable-text.ts';
import { HttpError } from './http-error.ts';
import { verifyHubspotSignature } from './signatures/hubspot-signature.ts';

export type SignedParts = {
  /** The app's client secret; null refuses everything. */
  secret: string | null;
  /** The address HubSpot calls, without a trailing slash. */
  publicUrl: () => string;
  clock: Clock;
};

/** Middlewares for one route: raw body, check, JSON. `request.body` is the parsed body afterwards. */
export function hubspotSigned(
  { secret, publicUrl, clock }: SignedParts,
  accept: { v2?: boolean; v1?: boolean },
): RequestHandler[] {
  const check: RequestHandler = (request, _response, next) => {
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
    request.body = rawBody.length === 0 ? {} : parseJson(rawBody);
    next();
  };
  return [express.raw({ type: () => true, limit: '1mb' }), check];
}

function rawBodyOf(request: Request): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'), storableTexts);
  } catch {
    throw new HttpError(400, 'unreadable_request', 'the body is not JSON');
  }
}
