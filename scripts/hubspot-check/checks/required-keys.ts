import { valueAt } from '../json-reading.ts';
import type { HubspotProject, Json, Problem } from '../project.ts';

type Rule = { path: string; is: 'text' | 'list' | 'object' | 'number' | readonly string[] };

/** What HubSpot requires, which it tells only during an upload. */
const rules: Record<string, Rule[]> = {
  app: [
    { path: 'name', is: 'text' },
    { path: 'distribution', is: ['marketplace', 'private'] },
    { path: 'auth.type', is: ['oauth', 'static'] },
    { path: 'auth.requiredScopes', is: 'list' },
    { path: 'permittedUrls.fetch', is: 'list' },
    { path: 'support.supportEmail', is: 'text' },
  ],
  card: [
    { path: 'name', is: 'text' },
    { path: 'location', is: ['crm.record.tab', 'crm.record.sidebar', 'crm.preview', 'helpdesk.sidebar'] },
    { path: 'entrypoint', is: 'text' },
    { path: 'objectTypes', is: 'list' },
  ],
  settings: [{ path: 'entrypoint', is: 'text' }],
  page: [{ path: 'entrypoint', is: 'text' }],
  'workflow-action': [
    { path: 'actionUrl', is: 'text' },
    { path: 'supportedClients', is: 'list' },
    { path: 'inputFields', is: 'list' },
    { path: 'outputFields', is: 'list' },
    { path: 'objectTypes', is: 'list' },
    { path: 'labels.en.actionName', is: 'text' },
    { path: 'labels.en.actionDescription', is: 'text' },
    { path: 'labels.en.actionCardContent', is: 'text' },
    { path: 'labels.en.inputFieldLabels', is: 'object' },
    { path: 'labels.en.inputFieldDescriptions', is: 'object' },
    { path: 'labels.en.inputFieldOptionLabels', is: 'object' },
    { path: 'labels.en.outputFieldLabels', is: 'object' },
    { path: 'labels.en.executionRules', is: 'object' },
  ],
  webhooks: [
    { path: 'settings.targetUrl', is: 'text' },
    { path: 'settings.maxConcurrentRequests', is: 'number' },
    { path: 'subscriptions', is: 'object' },
  ],
};

export function checkRequiredKeys({ components }: HubspotProject): Problem[] {
  return components.flatMap(({ file, type, config }) => {
    const problems = (rules[type] ?? []).flatMap((rule) => checkRule(rule, config, file));
    return type === 'app' ? [...problems, ...checkAuth(config, file)] : problems;
  });
}

function checkRule({ path, is }: Rule, config: Json, file: string): Problem[] {
  const value = valueAt(config, ...path.split('.'));
  if (value === undefined) return [`${file}: config.${path} is missing`];
  if (matches(value, is)) return [];
  const wanted = typeof is === 'string' ? `a ${is}, not empty` : `one of ${is.join(', ')}`;
  return [`${file}: config.${path} must be ${wanted}`];
}

function matches(value: Json, is: Rule['is']): boolean {
  if (is === 'text') return typeof value === 'string' && value.trim() !== '';
  if (is === 'list') return Array.isArray(value);
  if (is === 'number') return typeof value === 'number';
  if (is === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === 'string' && is.includes(value);
}

/** The marketplace takes OAuth only; OAuth needs somewhere to come back to, and static auth must not have it. */
function checkAuth(config: Json, file: string): Problem[] {
  const type = valueAt(config, 'auth', 'type');
  const redirects = valueAt(config, 'auth', 'redirectUrls');
  const hasRedirects = Array.isArray(redirects) && redirects.length > 0;
  const problems: Problem[] = [];
  if (valueAt(config, 'distribution') === 'marketplace' && type !== 'oauth') {
    problems.push(`${file}: distribution "marketplace" requires auth.type "oauth"`);
  }
  if (type === 'oauth' && !hasRedirects)
    problems.push(`${file}: auth.redirectUrls needs at least one address for oauth`);
  if (type === 'static' && redirects !== undefined) problems.push(`${file}: static auth takes no auth.redirectUrls`);
  return problems;
}
