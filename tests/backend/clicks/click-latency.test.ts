import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import { type ClickDesk, startClickDesk } from '../../support/click-desk.ts';

const maria = 'U0MARIA01';
const presses = 100;
let desk: ClickDesk;
beforeAll(async () => {
  desk = await startClickDesk();
});
afterAll(() => desk.close());

const percentile = (values: number[], share: number) =>
  values.toSorted((one, other) => one - other)[Math.ceil(values.length * share) - 1]!;

it(`from the click to the edited message, 19 in 20 take less than 200 ms`, async () => {
  const took: number[] = [];
  const acknowledged: number[] = [];
  for (let index = 0; index < presses; index += 1) {
    const handoff = await desk.handOff();
    const message = desk.messageOf(handoff, `alert:${handoff.handoffId}:dm:maria@acme.test`);
    await desk.settled();
    const from = performance.now();
    const pressed = await desk.press(message, maria, 'zo_accept');
    acknowledged.push((pressed as { ms: number }).ms);
    await waitUntil('the edit', () => (message.edits.length > 0 ? { value: true } : { instead: 'none' }), 5_000, 5);
    took.push(performance.now() - from);
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
  // Somebody Slack has not been asked about yet.
  const pressed = await Promise.all(messages.map((message) => desk.press(message, 'U0OPS0001', 'zo_accept')));
  desk.slack.control.failures.rules = [];
  const slowest = Math.max(...pressed.map((one) => (one as { ms: number }).ms));
  expect(pressed).toEqual(Array(10).fill({ acknowledged: true, status: 200, ms: expect.any(Number) }));
  expect(slowest).toBeLessThan(500);
  for (const { handoffId } of handoffs) await desk.expectHandoff(handoffId, ({ acceptedAt }) => acceptedAt !== null);
}, 60_000);
