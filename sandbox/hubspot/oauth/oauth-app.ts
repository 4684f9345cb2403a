/** The one app, as its project file registers it with HubSpot. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isObject } from '../http/router.ts';

export type OauthApp = {
  name: string;
  clientId: string;
  clientSecret: string;
  appId: number;
  /** With `${BASE_URL}` as it stands in the file. */
  redirectUrls: string[];
  requiredScopes: string[];
  optionalScopes: string[];
  accessTokenSeconds: number;
  codeSeconds: number;
  /** Whether a refresh hands out another refresh token, and the old one dies. */
  refreshTokensChange: boolean;
};

export type OauthIdentity = Pick<OauthApp, 'clientId' | 'clientSecret' | 'appId'>;

export function readOauthApp(projectDir: string | undefined, identity: OauthIdentity): OauthApp {
  const file = projectDir === undefined ? null : path.join(projectDir, 'app', 'app-hsmeta.json');
  const parsed: unknown = file !== null && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const config = isObject(parsed) && isObject(parsed.config) ? parsed.config : {};
  const auth = isObject(config.auth) ? config.auth : {};
  return {
    ...identity,
    name: String(config.name ?? 'Sandbox app'),
    redirectUrls: textsIn(auth.redirectUrls),
    requiredScopes: auth.requiredScopes === undefined ? ['oauth'] : textsIn(auth.requiredScopes),
    optionalScopes: textsIn(auth.optionalScopes),
    accessTokenSeconds: 1_800,
    codeSeconds: 300,
    refreshTokensChange: false,
  };
}

const lists = ['redirectUrls', 'requiredScopes', 'optionalScopes'] as const;
const numbers = ['accessTokenSeconds', 'codeSeconds'] as const;

/** Says what is wrong, or null. */
export function changeOauthApp(app: OauthApp, wanted: Record<string, unknown>): string | null {
  const known: string[] = ['name', 'clientId', ...lists, ...numbers, 'refreshTokensChange'];
  const unknown = Object.keys(wanted).find((name) => !known.includes(name));
  if (unknown) return `there is no setting ${unknown}; there are ${known.join(', ')}`;
  for (const name of lists) {
    const value = wanted[name];
    if (value === undefined) continue;
    if (!Array.isArray(value) || value.some((one) => typeof one !== 'string')) return `${name} must be a list of texts`;
    app[name] = value.map(String);
  }
  for (const name of numbers) {
    const value = wanted[name];
    if (value === undefined) continue;
    if (typeof value !== 'number' || !(value > 0)) return `${name} must be a number above 0`;
    app[name] = value;
  }
  if (typeof wanted.name === 'string') app.name = wanted.name;
  if (typeof wanted.clientId === 'string') app.clientId = wanted.clientId;
  if (typeof wanted.refreshTokensChange === 'boolean') app.refreshTokensChange = wanted.refreshTokensChange;
  return null;
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
