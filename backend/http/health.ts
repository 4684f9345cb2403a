import { Router } from 'express';

export type HealthOptions = {
  /** Whether the database answers; asked on each `/ready`. A rejection counts as no. */
  isStoreReady: () => Promise<boolean>;
  isDraining: () => boolean;
  /** What `/metrics` shows; asked on each call. */
  metrics: () => Promise<string>;
  metricsType: string;
};

/**
 * `/health`: the process lives. `/ready`: send it requests; 503 while draining or without a database, so that a load
 * balancer looks elsewhere and nobody restarts a process that is only waiting. `/metrics`: figures as Prometheus text.
 */
export function createHealthRouter({ isStoreReady, isDraining, metrics, metricsType }: HealthOptions): Router {
  const router = Router();

  router.get('/health', (_request, response) => {
    response.json({ status: 'ok' });
  });

  router.get('/ready', async (_request, response) => {
    if (isDraining()) {
      response.status(503).json({ ready: false, reason: 'draining' });
    } else if (await isStoreReady().catch(() => false)) {
      response.json({ ready: true });
    } else {
      response.status(503).json({ ready: false, reason: 'the database does not answer' });
    }
  });

  router.get('/metrics', async (_request, response) => {
    response.type(metricsType).send(await metrics());
  });

  return router;
}
