import { isObject } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';

const numbers = [
  'enrolmentDelayMs',
  'searchIndexDelayMs',
  'propertyVisibilityDelayMs',
  'calculationDelayMs',
  'tenSecondlyLimit',
  'associationBatchLimit',
  'searchPerSecond',
] as const;
const flags = [
  'signActionsWithV3',
  'actionTypesBeta',
  'webhooks',
  'calculatedWebhooks',
  'autoAssociateByDomain',
  'mergesKeepPrimaryId',
] as const;

/** What is the app's and so the same in every account. */
const ofApp: string[] = ['signActionsWithV3', 'actionTypesBeta', 'webhooks', 'calculatedWebhooks', 'actionUrl'];

export function shownSettings(portal: Portal): Record<string, unknown> {
  const { accessToken: _token, clientSecret: _secret, ...settings } = portal.settings;
  return {
    ...settings,
    ...portal.switches,
    scopes: [...portal.switches.scopes],
    actionDefinitions: portal.actionDefinitions,
  };
}

/** Changes one account; what is the app's changes in all. */
export function changeSettings(portal: Portal, all: Portal[], wanted: Record<string, unknown>): string | null {
  const shared = Object.fromEntries(Object.entries(wanted).filter(([name]) => ofApp.includes(name)));
  const problem = changeOne(portal, wanted);
  if (problem || Object.keys(shared).length === 0) return problem;
  for (const other of all) if (other !== portal) changeOne(other, shared);
  return null;
}

/**
 * `scopes` replaces the granted scopes; `withoutScopes` takes some away. `actionUrl` is the app's public address.
 * Says what is wrong, or null.
 */
function changeOne(portal: Portal, wanted: Record<string, unknown>): string | null {
  const known: string[] = [...numbers, ...flags, 'scopes', 'withoutScopes', 'actionUrl'];
  const unknown = Object.keys(wanted).find((name) => !known.includes(name));
  if (unknown) return `there is no setting ${unknown}; there are ${known.join(', ')}`;
  for (const name of numbers) {
    const value = wanted[name];
    if (value === undefined) continue;
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) return `${name} must be a number`;
    portal.settings[name] = value;
  }
  for (const name of flags) {
    const value = wanted[name];
    if (value === undefined) continue;
    if (typeof value !== 'boolean') return `${name} must be true or false`;
    portal.switches[name] = value;
  }
  if (Array.isArray(wanted.scopes)) portal.switches.scopes = new Set(wanted.scopes.map(String));
  if (Array.isArray(wanted.withoutScopes))
    for (const scope of wanted.withoutScopes) portal.switches.scopes.delete(String(scope));
  if (typeof wanted.actionUrl === 'string') {
    if (!URL.canParse(wanted.actionUrl)) return 'actionUrl must be a URL';
    portal.switches.actionBaseUrl = wanted.actionUrl;
  }
  portal.changes.publish({ kind: 'settings changed', what: Object.keys(isObject(wanted) ? wanted : {}).join(', ') });
  return null;
}
