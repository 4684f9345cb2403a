import express, { type Express } from 'express';
import type { Logger } from 'pino';
import { answerErrors, answerNotFound } from './http-error.ts';
import { securityHeaders } from './security-headers.ts';
import { defaultProxies } from './trusted-proxies.ts';

/**
 * The Express application around our routes: what is in front of all of them and what comes after. `mount` adds the
 * routers; a path none of them takes is a JSON 404, and what any of them throws becomes a response in one place.
 */
export function createExpressApp(
  log: Pick<Logger, 'error'>,
  mount: (app: Express) => void,
  trustedProxies: readonly string[] = defaultProxies,
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  // These say who called them; what others say about that is not believed.
  app.set('trust proxy', [...trustedProxies]);
  app.use(securityHeaders);
  mount(app);
  app.use(answerNotFound, answerErrors(log));
  return app;
}
