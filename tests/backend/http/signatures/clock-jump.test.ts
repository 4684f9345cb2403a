/** Time moves two weeks while a signed call is on its way: the call is still good, one captured long before is not. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { followClock } from '../../../../backend/follow-clock.ts';
import { type SlackVerdict, verifySlackSignature } from '../../../../backend/http/signatures/slack-signature.ts';
import { startClockServer } from '../../../../sandbox/clock/clock-server.ts';
import { followClock as followInSandbox } from '../../../../sandbox/clock/follow-clock.ts';
import { startSlackSandbox } from '../../../../sandbox/slack/start-slack-sandbox.ts';

const fortnight = 14 * 86_400_000;

it('accepts a click signed before the jump and checked after it, and refuses an old one', async () => {
  const clockServer = await startClockServer();
  const clock = await followClock(clockServer.url);
  const sandboxClock = await followInSandbox(clockServer.url);
  const verdicts: SlackVerdict[] = [];
  let arrived = async () => {};
  const app = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    await arrived();
    const { headers } = request;
    const verdict = verifySlackSignature({
      rawBody: Buffer.concat(chunks),
      headers,
      signingSecret: 'shared-secret',
      plausibleNows: clock.plausibleNows(),
    });
    verdicts.push(verdict);
    response.writeHead(verdict.ok ? 200 : 401).end();
  });
  await new Promise<void>((resolve) => {
    app.listen(0, '127.0.0.1', resolve);
  });
  const sandbox = await startSlackSandbox({
    clock: sandboxClock,
    signingSecret: 'shared-secret',
    interactivityUrl: `http://127.0.0.1:${(app.address() as AddressInfo).port}/slack/interactivity`,
  });
  const send = async (path: string, body: unknown) => {
    const response = await fetch(`${sandbox.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as { ts: string };
  };

  const button = { type: 'button', action_id: 'zo_claim', text: { type: 'plain_text', text: 'Claim' } };
  const { ts } = await send('/api/chat.postMessage', {
    channel: 'C0HANDOFF',
    text: 'New SQL',
    blocks: [{ type: 'actions', elements: [button] }],
  });
  const click = { channel: 'C0HANDOFF', ts, actionId: 'zo_claim', user: 'U0TOM0001' };
  arrived = async () => {
    arrived = async () => {};
    const told = new Promise<void>((resolve) => {
      clock.onMove(resolve);
    });
    await clockServer.advance(fortnight);
    await told;
  };
  await send('/sandbox/click', click);
  await send('/sandbox/click', click);
  await send('/sandbox/click', { ...click, forge: 'old timestamp' });
  expect(verdicts).toEqual([{ ok: true }, { ok: true }, { ok: false, reason: 'stale timestamp' }]);

  clock.close();
  sandboxClock.close();
  await sandbox.close();
  app.closeAllConnections();
  app.close();
  await clockServer.close();
});
