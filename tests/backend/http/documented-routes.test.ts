import type { Router } from 'express';
import { systemClock } from '../../../backend/clock.ts';
import { type ActionRoutesParts, createActionRoutes } from '../../../backend/http/action-routes.ts';
import { type AdminParts, createAdminRoutes } from '../../../backend/http/admin-routes.ts';
import { createHomeRoutes, type HomeRoutesParts } from '../../../backend/http/app/home-routes.ts';
import { createSettingsRoutes, type SettingsRoutesParts } from '../../../backend/http/app/settings-routes.ts';
import { type CardRoutesParts, createCardRoutes } from '../../../backend/http/card-routes.ts';
import { type CompanyCardRoutesParts, createCompanyCardRoutes } from '../../../backend/http/company-card-routes.ts';
import { documentedRoutes } from '../../../backend/http/documented-routes.ts';
import { createHealthRouter } from '../../../backend/http/health.ts';
import { createHistoryCardRoutes, type HistoryCardRoutesParts } from '../../../backend/http/history-card-routes.ts';
import { createOauthRoutes } from '../../../backend/http/oauth-routes.ts';
import { buildOpenapi, createOpenapiRouter } from '../../../backend/http/openapi.ts';
import { createSampleRoutes, type SampleRoutesParts } from '../../../backend/http/sample-routes.ts';
import { createSlackEventsRoutes } from '../../../backend/http/slack-events-routes.ts';
import { createSlackOauthRoutes } from '../../../backend/http/slack-oauth-routes.ts';
import { createSlackRoutes } from '../../../backend/http/slack-routes.ts';
import { createWebhookRoutes, type WebhookRoutesParts } from '../../../backend/http/webhook-routes.ts';
import { read } from '../../repository/source-files.ts';

/** As Express has them, in the words of the API description: `GET /admin/portals/{portalId}`. */
function routesOf(router: Router): string[] {
  return router.stack.flatMap(({ route, handle }) => {
    // A router mounted in a router has its whole paths.
    if (!route) return 'stack' in handle ? routesOf(handle as unknown as Router) : [];
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    return [...new Set(route.stack.map(({ method }) => method.toUpperCase()))].map((method) => `${method} ${path}`);
  });
}

const signed = { signed: { secret: null, publicUrl: () => '', clock: undefined } };
const routers: Record<string, Router> = {
  createActionRoutes: createActionRoutes(signed as unknown as ActionRoutesParts),
  createWebhookRoutes: createWebhookRoutes(signed as unknown as WebhookRoutesParts),
  createHomeRoutes: createHomeRoutes({ ...signed, home: {} } as unknown as HomeRoutesParts),
  createSettingsRoutes: createSettingsRoutes({ ...signed, settings: {} } as unknown as SettingsRoutesParts),
  createCardRoutes: createCardRoutes(signed as unknown as CardRoutesParts),
  createCompanyCardRoutes: createCompanyCardRoutes(signed as unknown as CompanyCardRoutesParts),
  createHistoryCardRoutes: createHistoryCardRoutes(signed as unknown as HistoryCardRoutesParts),
  createSampleRoutes: createSampleRoutes(signed as unknown as SampleRoutesParts),
  createAdminRoutes: createAdminRoutes({ token: null } as AdminParts),
  createOauthRoutes: createOauthRoutes({ install: null, publicUrl: () => '', log: { error: () => {} } }),
  createSlackRoutes: createSlackRoutes({ signingSecret: null, clock: systemClock, onInteraction: async () => {} }),
  createSlackOauthRoutes: createSlackOauthRoutes({ connecting: null, publicUrl: () => '' }),
  createSlackEventsRoutes: createSlackEventsRoutes({ signingSecret: null, clock: systemClock, onLoss: null }),
  createHealthRouter: createHealthRouter({
    isStoreReady: async () => true,
    isDraining: () => false,
    metrics: async () => '',
    metricsType: 'text/plain',
  }),
  createOpenapiRouter: createOpenapiRouter(
    () => documentedRoutes,
    () => ({ version: '0', url: '' }),
  ),
};
const described = documentedRoutes.map(({ method, path }) => `${method.toUpperCase()} ${path}`);

describe('/openapi.json', () => {
  it('lists every route the app answers, and no other besides those of the door', () => {
    const answered = Object.values(routers).flatMap(routesOf);
    expect(answered.length).toBeGreaterThan(15);
    expect(described.filter((route) => !/ \/v1\//.test(route)).toSorted()).toEqual(answered.toSorted());
    expect(new Set(described).size).toBe(described.length);
  });

  it('is asked of every router the app mounts', () => {
    const mounted = [...read('backend/routes.ts').matchAll(/app\.use\(\s*(create\w+)\(/g)].map(([, name]) => name);
    expect(mounted.toSorted()).toEqual(Object.keys(routers).toSorted());
  });

  it('describes the cards’ answers', () => {
    const document = JSON.stringify(
      buildOpenapi(documentedRoutes, { version: '0', url: '' }).paths['/app/contact-card'],
    );
    for (const word of ['not connected', 'cooling_down', 'conditionsMissing', 'waitingSince']) {
      expect(document).toContain(word);
    }
  });
});
