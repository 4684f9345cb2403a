import { textAt, textsAt } from '../json-reading.ts';
import type { HubspotProject, Problem } from '../project.ts';

export type Scopes = { required: readonly string[]; optional: readonly string[] };

/**
 * The app asks for exactly the scopes the backend's install address asks for, or HubSpot blocks the install. An app with
 * static auth has no optional scopes and no "oauth".
 */
export function checkScopes({ components }: HubspotProject, backend: Scopes): Problem[] {
  const app = components.find(({ type }) => type === 'app');
  if (app === undefined) return [];
  const isStatic = textAt(app.config, 'auth', 'type') === 'static';
  const required = isStatic ? staticScopes(backend) : backend.required;
  const optional = isStatic ? [] : backend.optional;
  const conditional = textsAt(app.config, 'auth', 'conditionallyRequiredScopes');
  return [
    ...compare('requiredScopes', textsAt(app.config, 'auth', 'requiredScopes'), required),
    ...compare('optionalScopes', textsAt(app.config, 'auth', 'optionalScopes'), optional),
    ...compare('conditionallyRequiredScopes', conditional, []),
  ].map((problem) => `${app.file}: ${problem}`);
}

export function staticScopes({ required, optional }: Scopes): string[] {
  return [...required, ...optional].filter((scope) => scope !== 'oauth');
}

function compare(name: string, declared: string[], wanted: readonly string[]): Problem[] {
  const twice = declared.filter((scope, index) => declared.indexOf(scope) !== index);
  return [
    ...wanted.filter((scope) => !declared.includes(scope)).map((scope) => `auth.${name} lacks ${scope}`),
    ...declared
      .filter((scope) => !wanted.includes(scope))
      .map((scope) => `auth.${name} asks for ${scope}, which the backend does not`),
    ...twice.map((scope) => `auth.${name} names ${scope} twice`),
  ];
}

/** Every scope the app asks for has a feature that needs it, in words: the marketplace's reviewers ask. */
export function checkJustified(
  { components }: HubspotProject,
  calls: readonly { feature: string; scope: string | null }[],
): Problem[] {
  const app = components.find(({ type }) => type === 'app');
  const asked = ['requiredScopes', 'optionalScopes'].flatMap((set) => textsAt(app?.config, 'auth', set));
  return asked
    .filter((scope) => !calls.some((call) => call.scope === scope && call.feature.trim() !== ''))
    .map((scope) => `${app?.file}: nothing says why ${scope} is needed`);
}
