/**
 * The app's settings where HubSpot has them, in the preview's drawing: the address to which an installation leads. The page asks
 * the app as its pages in HubSpot do, through `proxyFetch`.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Answer, ok } from '../http/answer.ts';
import { invalid } from '../http/refusal.ts';
import { objectOf, type Route } from '../http/router.ts';
import type { Grants } from '../oauth/grants.ts';
import type { Accounts } from '../portal/accounts.ts';
import type { Portal } from '../portal/portal.ts';
import { someUserOf } from '../portal/users.ts';
import { proxyFetch } from './proxy-fetch.ts';

const preview = path.join(import.meta.dirname, '../../card-preview');
/** What the page believes to ask: HubSpot lets pages ask https only. */
const believedUrl = 'https://zo-handoff.test';

export function settingsPageRoutes(accounts: Accounts, grants: Grants): Route[] {
  let script: Promise<string> | null = null;
  const open = { method: 'GET', auth: false, limit: 'none' } as const;
  return [
    {
      ...open,
      path: '/integrations-settings/:portalId/installed/framework/:appId/general-settings',
      async handle({ params }) {
        const { portal } = accounts.named(params.portalId ?? '');
        const page = await readFile(path.join(preview, 'gallery/installed-settings.html'), 'utf8');
        return file('text/html', fillIn(page, portal, grants.of(portal.settings.portalId)?.userEmail ?? null));
      },
    },
    {
      ...open,
      path: '/card-preview/settings.js',
      async handle() {
        // Only whoever opens the page waits for the bundler.
        script ??= import('../../card-preview/bundle-card.ts').then(({ bundleCard }) => bundleCard('settings'));
        return file('text/javascript', await script);
      },
    },
    {
      ...open,
      path: '/card-preview/gallery.css',
      handle: async () => file('text/css', await readFile(path.join(preview, 'gallery/gallery.css'), 'utf8')),
    },
    {
      ...open,
      path: '/card-preview/icon.svg',
      handle: async () => file('image/svg+xml', await readFile(path.join(preview, '../page/icon.svg'), 'utf8')),
    },
    {
      ...open,
      method: 'POST',
      path: '/card-preview/fetch',
      async handle(request) {
        const asked = objectOf(request);
        const { portal } = accounts.named(typeof asked.portal === 'string' ? asked.portal : null);
        const base = portal.switches.actionBaseUrl;
        if (!base) throw invalid('Where the app listens is not known');
        if (typeof asked.url !== 'string' || !asked.url.startsWith(`${believedUrl}/`)) {
          throw invalid(`The page may ask ${believedUrl} only`);
        }
        const url = base.replace(/\/+$/, '') + asked.url.slice(believedUrl.length);
        const { status, body, contentType } = await proxyFetch(portal, { ...asked, url });
        return { ...ok(undefined, status), text: body, headers: { 'content-type': contentType } };
      },
    },
  ];
}

/** `installer` looks at it first, who owns the settings. */
function fillIn(page: string, portal: Portal, installer: string | null): string {
  const { portalId, timeZone } = portal.settings;
  const known = portal.users.size > 0 ? [...portal.users.values()] : [someUserOf(portal)];
  const emails = [...new Set([...(installer === null ? [] : [installer]), ...known.map(({ email }) => email)])];
  const option = (email: string) =>
    `<option value="${escaped(email)}">${escaped(email)}${email === installer ? ', who installed it' : ''}</option>`;
  return page
    .replaceAll('PORTAL', String(portalId))
    .replaceAll('ZONE', escaped(timeZone))
    .replaceAll('FIRST', escaped(emails[0] ?? ''))
    .replaceAll('OPTIONS', emails.map(option).join(''));
}

function file(type: string, text: string): Answer {
  return { status: 200, text, headers: { 'content-type': `${type}; charset=utf-8` } };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
