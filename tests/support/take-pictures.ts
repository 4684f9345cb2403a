/**
 * Takes the pictures of docs/marketplace anew, from the galleries and from the demo: `node scripts/run.mjs
 * tests/support/take-pictures.ts`, with `--no-demo` all but the alert in Slack. Look at each before committing it.
 */
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { repositoryRoot } from '../../sandbox/demo/child-process.ts';
import { launchChromium } from './chromium.ts';
import { runDemo } from './demo-process.ts';
import { serveGallery } from './gallery-server.ts';

const folder = path.join(repositoryRoot, 'docs/marketplace/pictures');
mkdirSync(folder, { recursive: true });

const browser = await launchChromium();
try {
  await takeGalleries(browser);
  if (!process.argv.includes('--no-demo')) await takeDemo(browser);
} finally {
  await browser.close();
}

async function takeGalleries(chromium: Browser): Promise<void> {
  const gallery = await serveGallery();
  const page = await chromium.newPage({ viewport: { width: 1240, height: 1000 } });
  const open = async (address: string, title: string): Promise<Locator> => {
    await page.goto(`${gallery.url}${address}${address.includes('?') ? '&' : '?'}only=${encodeURIComponent(title)}`);
    const region = page.getByRole('region', { name: title, exact: true });
    await region.waitFor();
    await page.waitForTimeout(1_500);
    // The gallery's own heading is no part of what HubSpot shows.
    await region.getByRole('heading').first().evaluate(hide);
    return region;
  };
  await take(await open('/settings-gallery?width=1000', 'Set up, under way'), 'settings-set-up', 1_050);
  await take(await open('/settings-gallery?width=1000', 'Signals'), 'settings-signals', 740);
  await take(await open('/settings-gallery?width=1000', 'Definition'), 'settings-definition');
  await take(await open('/settings-gallery?width=1000', 'Going live'), 'settings-hubspot');
  await take(await open('/settings-gallery?width=1000', 'Sample loaded'), 'settings-sample');
  await take(await open('/home-gallery?width=1120', 'Usual'), 'home', 960);
  await take(await open('', 'Handed off'), 'contact-card', 1_300);
  await take(await open('/company-gallery?width=460', 'Handed off'), 'company-card', 1_300);
  await page.close();
  await gallery.close();
}

async function takeDemo(chromium: Browser): Promise<void> {
  const demo = runDemo(['--enrolment-delay', '500']);
  try {
    const [, url = ''] = await demo.printed(/The demo page: (http\S+)/, 60_000);
    const page = await chromium.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(url);
    await demo.printed(/\n4\. /, 90_000);
    const alert = page.locator('.message-row', { hasText: 'New SQL: Sarah Chen' }).first();
    await alert.waitFor({ timeout: 30_000 });
    await take(alert, 'slack-alert');
    await page.close();
  } finally {
    await demo.interrupt();
  }
}

function hide(element: { remove(): void }): void {
  element.remove();
}

/** `height`: no more of it than that. */
async function take(what: Locator, name: string, height?: number): Promise<void> {
  const file = path.join(folder, `${name}.png`);
  const box = (await what.boundingBox())!;
  const page: Page = what.page();
  const clip = { ...box, height: Math.min(box.height, height ?? box.height) };
  await page.screenshot({ path: file, clip, fullPage: true });
  console.log(`${name}.png: ${Math.ceil(statSync(file).size / 1000)} kB`);
}
