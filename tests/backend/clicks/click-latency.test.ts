import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import { type ClickDesk, startClickDesk } from '../../support/click-desk.ts';

const maria = 'U0MARIA01';
const presses = 100;
let desk: ClickDesk;
beforeAll(async () => {
  desk = await startClickDesk();
});
afterAll(() => desk.close());

const isWanted = (key: string) =>
  desk.store.connection.statement('SELECT 1 FROM outbox WHERE effect_key = ?').get(key) !== undefined;

const percentile = (values: number[], share: number) =>
  values.toSorted((one, other) => one - other)[Math.ceil(values.length * share) - 1]!;

it('from the click until the edit is in the outbox, 19 in 20 take less than 200 ms', async () => {
  const took: number[] = [];
  const acknowledged: number[] = [];
  for (let index = 0; index < presses; index += 1) {
    const handoff = await desk.handOff();
    const key = `alert:${handoff.handoffId}:dm:maria@acme.test`;
    const message = desk.messageOf(handoff, key);
    await desk.settled();
    const from = performance.now();
    const pressed = await desk.press(message, maria, 'zo_accept');
    acknowledged.push((pressed as { ms: number }).ms);
    await waitUntil('the edit', () => (isWanted(`edit:${key}`) ? { value: true } : { instead: 'none' }), 5_000, 2);
    took.push(performance.now() - from);
    await desk.settled();
    expect(message.text).toContain('On it since');
  }
  expect(percentile(took, 0.95)).toBeLessThan(200);
  expect(percentile(acknowledged, 1)).toBeLessThan(500);
}, 60_000);

it('clicks are acknowledged at once, however long Slack takes to answer what we ask it', async () => {
  const handoffs = await Promise.all(Array.from({ length: 10 }, () => desk.handOff()));
  await desk.settled();
  for (const method of ['auth.test', 'users.info', 'users.lookupByEmail', 'chat.update', 'chat.postEphemeral']) {
    desk.slack.control.failures.rules.push({ match: { method }, times: 1_000, mode: 'slow', delayMs: 2_000 });
  }
  const messages = handoffs.map((one) => desk.messageOf(one, `alert:${one.handoffId}:dm:maria@acme.test`));
  const pressed = [];
  // Somebody Slack has not been asked about yet.
  for (const message of messages) pressed.push(await desk.press(message, 'U0OPS0001', 'zo_accept'));
  desk.slack.control.failures.rules = [];
  expect(pressed).toEqual(Array(10).fill({ acknowledged: true, status: 200, ms: expect.any(Number) }));
  const acknowledged = pressed.map((one) => (one as { ms: number }).ms);
  expect(percentile(acknowledged, 0.9)).toBeLessThan(500);
  expect(percentile(acknowledged, 1)).toBeLessThan(2_000);
  for (const { handoffId } of handoffs) await desk.expectHandoff(handoffId, ({ acceptedAt }) => acceptedAt !== null);
}, 60_000);
