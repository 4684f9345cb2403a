/** What the demo's page server answers under /card-preview: scripts, galleries, the home and settings pages, and `hubspot.fetch`. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleCard, type CardScript } from './bundle-card.ts';

export type PreviewFile = { type: string; text: string };

export type CardPreview = {
  /** Null when there is no such file. Rejects when the card cannot be bundled, in the bundler's words. */
  read(pathname: string): Promise<PreviewFile | null>;
  /** What the card asks of the backend, through the local HubSpot; answers as that does. */
  fetch(asked: Record<string, unknown>): Promise<Response>;
};

/** The address the card believes in: HubSpot lets a card ask https only. */
export const previewBaseUrl = 'https://zo-handoff.test';

export type PreviewBehind = {
  hubspotUrl: string;
  /** Where requests to `previewBaseUrl` really go, as a developer's local.json has it in HubSpot. */
  backendUrl: string;
};

const homePage = { PAGE: 'home', MAIN: 'page wide' };
const settingsPage = { PAGE: 'settings', MAIN: 'page' };

const gallery = path.join(import.meta.dirname, 'gallery');

/** Bundles the card at once, in the background. Without anything behind it, only the gallery works. */
export function openCardPreview(behind: PreviewBehind | null): CardPreview {
  const file =
    (name: string, type: string, values: Record<string, string> = {}) =>
    async () => {
      let text = await readFile(path.join(gallery, name), 'utf8');
      for (const [key, value] of Object.entries(values)) text = text.replaceAll(key, value);
      return { type, text };
    };
  const script = (name: CardScript, when: 'at once' | 'when asked') => {
    let bundled: Promise<string> | null = null;
    const bundle = () => {
      bundled ??= bundleCard(name);
      bundled.catch(() => {});
      return bundled;
    };
    if (when === 'at once') void bundle();
    return async () => ({ type: 'text/javascript', text: await bundle() });
  };
  const files: Record<string, () => Promise<PreviewFile>> = {
    '/card-preview': file('gallery.html', 'text/html', { SCRIPT: 'gallery.js' }),
    '/card-preview/icon.svg': file('../../page/icon.svg', 'image/svg+xml'),
    '/card-preview/gallery.css': file('gallery.css', 'text/css'),
    '/card-preview/gallery.js': script('gallery', 'at once'),
    '/card-preview/card.js': script('demo', 'at once'),
    '/card-preview/company-gallery': file('gallery.html', 'text/html', { SCRIPT: 'company-gallery.js' }),
    '/card-preview/company-gallery.js': script('company-gallery', 'when asked'),
    '/card-preview/company': file('live.html', 'text/html', { SCRIPT: 'company.js', LIVE: 'live-sidebar' }),
    '/card-preview/company.js': script('company-demo', 'when asked'),
    '/card-preview/history-gallery': file('gallery.html', 'text/html', { SCRIPT: 'history-gallery.js' }),
    '/card-preview/history-gallery.js': script('history-gallery', 'when asked'),
    '/card-preview/history': file('live.html', 'text/html', { SCRIPT: 'history.js', LIVE: 'live-tab' }),
    '/card-preview/history.js': script('history-demo', 'when asked'),
    '/card-preview/home': file('live-page.html', 'text/html', { ...homePage, TITLE: 'Zo Handoff at home' }),
    '/card-preview/home.js': script('home', 'when asked'),
    '/card-preview/home-gallery': file('page-gallery.html', 'text/html', {
      ...homePage,
      TITLE: 'Every state of the home page',
    }),
    '/card-preview/home-gallery.js': script('home-gallery', 'when asked'),
    '/card-preview/settings': file('live-page.html', 'text/html', {
      ...settingsPage,
      TITLE: 'Settings of Zo Handoff',
    }),
    '/card-preview/settings.js': script('settings', 'when asked'),
    '/card-preview/settings-gallery': file('page-gallery.html', 'text/html', {
      ...settingsPage,
      TITLE: 'Every state of the settings',
    }),
    '/card-preview/settings-gallery.js': script('settings-gallery', 'when asked'),
  };

  return {
    read: async (pathname) => (await files[pathname]?.()) ?? null,
    async fetch(asked) {
      if (behind === null) throw new Error('Nothing stands behind this preview.');
      const { url } = asked;
      if (typeof url !== 'string' || !url.startsWith(`${previewBaseUrl}/`)) {
        throw new Error(`The card asked for ${String(url)}, and may ask ${previewBaseUrl} only.`);
      }
      return fetch(`${behind.hubspotUrl}/sandbox/hubspot-fetch`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...asked, url: behind.backendUrl + url.slice(previewBaseUrl.length) }),
      });
    },
  };
}
