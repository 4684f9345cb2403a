/** Lets in whoever sends ADMIN_TOKEN as bearer, in a time that does not depend on how wrong a token is. */
import { hash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { HttpError } from '../http-error.ts';
import { countFailedTries, type FailedTries } from './failed-tries.ts';

/** Null: the routes are off. */
export function requireToken(token: string | null, tries: FailedTries = countFailedTries()): RequestHandler {
  const digest = (text: string) => hash('sha256', text, 'buffer');
  return (request, _response, next) => {
    if (token === null) throw new HttpError(404, 'not_found', 'the admin routes are off: set ADMIN_TOKEN');
    const address = request.ip ?? '';
    const now = performance.now();
    const waitMs = tries.waitOf(address, now);
    if (waitMs > 0) {
      throw new HttpError(429, 'too_many_tries', 'too many wrong tokens were sent from this address: wait a minute', {
        retryAfterSeconds: Math.ceil(waitMs / 1000),
      });
    }
    const given = /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (given === undefined || !timingSafeEqual(digest(given), digest(token))) {
      // Who sends no token guesses none.
      if (given !== undefined) tries.note(address, now);
      throw new HttpError(401, 'unauthorised', 'send ADMIN_TOKEN as bearer token');
    }
    next();
  };
}
