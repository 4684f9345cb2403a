/**
 * The two ways one project installs. The committed app-hsmeta.json is the marketplace app (OAuth, many portals); the static
 * variant, for one's own portal, is made from it by this one function and never edited by hand.
 */
import { staticScopes } from './checks/scopes.ts';
import { objectAt, textsAt } from './json-reading.ts';
import type { HubspotProject, JsonObject } from './project.ts';

export type AuthVariant = 'oauth' | 'static';

/** A static app has a token instead of redirects and "oauth"; what is optional for strangers is required in one's own portal. */
export function toStaticApp(config: JsonObject): JsonObject {
  const { redirectUrls: _, ...auth } = objectAt(config, 'auth');
  const scopes = { required: textsAt(auth, 'requiredScopes'), optional: textsAt(auth, 'optionalScopes') };
  return {
    ...config,
    distribution: 'private',
    auth: { ...auth, type: 'static', requiredScopes: staticScopes(scopes), optionalScopes: [] },
  };
}

export function asVariant(project: HubspotProject, variant: AuthVariant): HubspotProject {
  if (variant === 'oauth') return project;
  return {
    ...project,
    components: project.components.map((component) =>
      component.type === 'app' ? { ...component, config: toStaticApp(component.config) } : component,
    ),
  };
}
