/**
 * What browsers are told about every answer of Express. The answers are JSON and a few pages that end an installation:
 * those have no script, so none is allowed, from anywhere; styles may stand in the page itself.
 */
import type { RequestHandler } from 'express';
import helmet from 'helmet';

const withHelmet = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'unsafe-inline'"],
      imgSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  xFrameOptions: { action: 'deny' },
  // Other services of the same domain decide for themselves.
  strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
});

/** Answers may be about somebody: nobody between us and the caller keeps one, unless the route says so. */
const neverKept: RequestHandler = (_request, response, next) => {
  response.set('cache-control', 'no-store');
  next();
};

export const securityHeaders: RequestHandler[] = [withHelmet, neverKept];
