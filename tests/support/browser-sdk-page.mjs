/**
 * A page with the browser SDK, without a browser: node browser-sdk-page.mjs URL WRITE_KEY single|batching
 * Loads its settings from URL and sends where they point. Exits 0 once all calls were delivered.
 */
import { JSDOM } from 'jsdom';

const [url, writeKey, mode] = process.argv.slice(2);
const page = new JSDOM('<!doctype html><title>Pricing</title>', { url: 'https://app.acme.test/pricing/?plan=pro' });
for (const name of ['window', 'document', 'location', 'localStorage', 'navigator', 'CustomEvent', 'HTMLElement']) {
  Object.defineProperty(globalThis, name, { value: page.window[name], configurable: true, writable: true });
}
globalThis.self = page.window;
let underWay = 0;
page.window.fetch = globalThis.fetch = countCalls(globalThis.fetch);

function countCalls(fetch) {
  return async (...request) => {
    underWay += 1;
    try {
      const response = await fetch(...request);
      if (!response.ok) throw new Error(`${request[0]} answered ${response.status}`);
      return response;
    } finally {
      underWay -= 1;
    }
  };
}

const { AnalyticsBrowser } = await import('@segment/analytics-next');
const deliveryStrategy =
  mode === 'batching' ? { strategy: 'batching', config: { size: 100, timeout: 200 } } : undefined;
const analytics = AnalyticsBrowser.load(
  { writeKey, cdnURL: url },
  { integrations: { 'Segment.io': { ...(deliveryStrategy && { deliveryStrategy }) } } },
);
await analytics.page();
// While nobody is identified: afterwards this SDK sends the present user as both ends of an alias.
await analytics.alias('u1');
await analytics.identify('u1', { email: 'sarah@finpilot.test', plan: 'free' });
await analytics.group('finpilot', { name: 'FinPilot' });
await analytics.track('Dashboard Shared', { dashboard: 'Revenue' });

const sent = performance.now();
while (underWay > 0 || performance.now() - sent < 600) await new Promise((resolve) => setTimeout(resolve, 50));
process.exit(0);
