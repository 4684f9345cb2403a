/** A page of the gallery in a real Chromium, with everything it complains of, and a folder for pictures of it. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { serveGallery } from '../support/gallery-server.ts';

export type GalleryPage = {
  page: Page;
  /** Of the gallery of the contact card; the others are below it. */
  url: string;
  /** Errors and warnings of the page so far. */
  complaints: string[];
  /** Where the picture of this name goes. */
  picture(name: string): string;
  close(): Promise<void>;
};

/** `pictures`: the folder below `screenshots/`. `patienceMs`: how long an expected thing may take to appear. */
export async function openGalleryPage({
  pictures,
  width,
  patienceMs = 15_000,
}: {
  pictures: string;
  width: number;
  patienceMs?: number;
}): Promise<GalleryPage> {
  const folder = path.resolve(import.meta.dirname, '../../screenshots', pictures);
  mkdirSync(folder, { recursive: true });
  const [gallery, browser] = await Promise.all([serveGallery(), launchChromium()]);
  const page = await browser.newPage({ viewport: { width, height: 1000 } });
  page.setDefaultTimeout(patienceMs);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  return {
    page,
    url: gallery.url,
    complaints,
    picture: (name) => path.join(folder, `${name}.png`),
    close: async () => {
      await browser.close();
      await gallery.close();
    },
  };
}

/** A script for the page: what tables that are wider than their place begin with. */
export function findCutTables(element: string): string {
  return `
    [...document.querySelectorAll('${element}')].flatMap((shown) =>
      [...shown.shadowRoot.querySelectorAll('.table-scroll')]
        .filter((one) => one.scrollWidth > one.clientWidth + 1)
        .map((one) => one.textContent.slice(0, 80)),
    )
  `;
}

/** A script for the page: elements whose content is wider than they are, and those that reach out of what is shown; what scrolls may be wider. */
export function findCutText(element: string): string {
  return `
    [...document.querySelectorAll('${element}')].flatMap((shown) => {
      const right = shown.getBoundingClientRect().right;
      return [...shown.shadowRoot.querySelectorAll('div, span, p, td, th, button, dd, dt, h3, label')]
        .filter((one) => !one.classList.contains('unseen') && one.closest('.table-scroll') === null)
        .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 || one.getBoundingClientRect().right > right)
        .map((one) => one.className + ': ' + one.textContent.slice(0, 80));
    })
  `;
}
