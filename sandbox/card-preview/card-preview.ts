/** What the demo's page server answers under /card-preview: the card's script, the gallery, and `hubspot.fetch`. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleCard, type CardScript, cardScripts } from './bundle-card.ts';

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

const gallery = path.join(import.meta.dirname, 'gallery');

/** Bundles at once, in the background. Without anything behind it, only the gallery works. */
export function openCardPreview(behind: PreviewBehind | null): CardPreview {
  const scripts = new Map(cardScripts.map((script) => [script, bundleCard(script)]));
  for (const script of scripts.values()) script.catch(() => {});

  const page =
    (file: string, script: string, more: Record<string, string> = {}) =>
    async () => {
      let text = await readFile(path.join(gallery, file), 'utf8');
      for (const [name, value] of Object.entries({ SCRIPT: script, ...more })) text = text.replaceAll(name, value);
      return { type: 'text/html', text };
    };
  const code = (script: CardScript) => async () => ({
    type: 'text/javascript',
    text: (await scripts.get(script)) ?? '',
  });
  const files: Record<string, () => Promise<PreviewFile>> = {
    '/card-preview': page('gallery.html', 'gallery.js'),
    '/card-preview/company': page('gallery.html', 'company-gallery.js'),
    '/card-preview/history': page('gallery.html', 'history-gallery.js'),
    '/card-preview/live/company': page('live.html', 'company.js', { LIVE: 'live-sidebar' }),
    '/card-preview/live/history': page('live.html', 'history.js', { LIVE: 'live-tab' }),
    '/card-preview/gallery.css': async () => ({
      type: 'text/css',
      text: await readFile(path.join(gallery, 'gallery.css'), 'utf8'),
    }),
    '/card-preview/gallery.js': code('gallery'),
    '/card-preview/company-gallery.js': code('company-gallery'),
    '/card-preview/history-gallery.js': code('history-gallery'),
    '/card-preview/card.js': code('demo'),
    '/card-preview/company.js': code('company-demo'),
    '/card-preview/history.js': code('history-demo'),
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
