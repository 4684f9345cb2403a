import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { type SdkServer, startSdkServer } from '../support/sdk-server.ts';

let server: SdkServer;
beforeEach(async () => {
  server = await startSdkServer();
});
afterEach(() => server.close());

/** Runs the page in a process of its own: the SDK wants the globals of a browser. */
async function visit(mode: 'single' | 'batching'): Promise<void> {
  const page = path.resolve('tests/support/browser-sdk-page.mjs');
  const child = spawn(process.execPath, [page, server.url, 'browser-key', mode], {
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  let output = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  child.stderr.on('data', (text) => {
    output += text;
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the page failed: ${output}`);
}

describe('@segment/analytics-next in a page, with only the host of its settings changed', () => {
  it.each(['single', 'batching'] as const)(
    'delivers every kind of call, one by one or in batches (%s)',
    async (mode) => {
      await visit(mode);
      const events = server.storedEvents();
      expect(events.map(({ type }) => type).sort()).toEqual(['alias', 'group', 'identify', 'page', 'track']);
      expect(events.every(({ source }) => source === 'browser')).toBe(true);
      const byType = Object.fromEntries(events.map((event) => [event.type, event]));
      expect(byType.identify).toMatchObject({ userId: 'u1', email: 'sarah@finpilot.test', traits: { plan: 'free' } });
      expect(byType.identify?.anonymousId).not.toBeNull();
      expect(byType.group).toMatchObject({ groupId: 'finpilot', traits: { name: 'FinPilot' } });
      expect(byType.page).toMatchObject({ path: '/pricing' });
      expect(byType.track).toMatchObject({ name: 'Dashboard Shared', userId: 'u1' });
      expect(byType.alias).toMatchObject({ userId: 'u1', previousId: byType.identify?.anonymousId });
    },
    30_000,
  );
});
