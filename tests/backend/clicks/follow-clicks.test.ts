import { type ClickDesk, channelPlace, startClickDesk } from '../../support/click-desk.ts';
import { hourMs, minuteMs, now } from '../../support/handoffs.ts';

const [maria, tom, lee] = ['U0MARIA01', 'U0TOM0001', 'U0LEE0001'];
let desk: ClickDesk;
beforeAll(async () => {
  desk = await startClickDesk();
});
afterAll(() => desk.close());

const dmKey = (handoffId: number) => `alert:${handoffId}:dm:maria@acme.test`;
const channelKey = (handoffId: number) => `alert:${handoffId}:channel:#pql-handoff`;
const nobody = { owner: null, clock: null, dueAt: null, heldSince: now, status: 'assigned' } as const;

it('of two who claim at once one has it, and the other is told who: in every one of 50 rounds', async () => {
  const winners = new Map<string, number>();
  for (let round = 0; round < 50; round += 1) {
    const { handoffId } = await desk.handOff(nobody, [channelPlace]);
    const message = desk.messageOf(await desk.handoff(handoffId), channelKey(handoffId));
    const [one, other] = round % 2 === 0 ? [maria, tom] : [tom, maria];
    const told = { [maria]: desk.whispersTo(maria).length, [tom]: desk.whispersTo(tom).length };
    const pressed = await Promise.all([desk.press(message, one, 'zo_claim'), desk.press(message, other, 'zo_claim')]);
    expect(pressed).toEqual([
      { acknowledged: true, status: 200, ms: expect.any(Number) },
      { acknowledged: true, status: 200, ms: expect.any(Number) },
    ]);
    const { owner } = await desk.expectHandoff(handoffId, ({ owner: found }) => found !== null);
    await desk.settled();
    const handoff = await desk.handoff(handoffId);
    expect([handoff.owner, handoff.earlierOwners]).toEqual([owner, []]);
    const winner = owner!.email === 'maria@acme.test' ? maria : tom;
    const loser = winner === maria ? tom : maria;
    expect(desk.whispersTo(loser).slice(told[loser])).toEqual([`${owner!.name} has it.`]);
    expect(desk.whispersTo(winner)).toHaveLength(told[winner]!);
    expect(message.text).toContain(`Owner: <@${winner}>`);
    winners.set(winner, (winners.get(winner) ?? 0) + 1);
  }
  expect([...winners.values()].reduce((sum, rounds) => sum + rounds, 0)).toBe(50);
}, 60_000);

it('ten presses of one button at once do it once', async () => {
  const { handoffId } = await desk.handOff();
  const message = desk.messageOf(await desk.handoff(handoffId), dmKey(handoffId));
  await Promise.all(Array.from({ length: 10 }, () => desk.press(message, maria, 'zo_call')));
  await desk.expectHandoff(handoffId, ({ touch }) => touch !== null);
  await desk.settled();
  const receipts = await desk.store.receipts(desk.portalId, { handoffId, limit: 50 });
  expect(receipts.filter(({ kind, outcome }) => kind === 'work' && outcome === 'touched')).toHaveLength(1);
  const { payload_json: call } = desk.store.connection
    .statement<{ payload_json: string }>('SELECT payload_json FROM outbox WHERE effect_key = ?')
    .get(`call:${handoffId}`)!;
  expect(JSON.parse(call)).toMatchObject({ kind: 'log call', handoffId, ownerId: '71', at: now });
  expect(message.text).toContain('Called 10:00, 0 working minutes after the handoff');
});

it('what was pressed counts from when it was pressed, also when Slack says only later by whom', async () => {
  const { handoffId } = await desk.handOff();
  const message = desk.messageOf(await desk.handoff(handoffId), dmKey(handoffId));
  await desk.work(false);
  expect(await desk.press(message, maria, 'zo_call')).toMatchObject({ acknowledged: true });
  desk.clock.moveTo(now + 3 * hourMs);
  await desk.work(true);
  const { touch } = await desk.expectHandoff(handoffId, ({ touch: found }) => found !== null);
  desk.clock.moveTo(now);
  expect(touch).toEqual({ at: now, by: 'owner', kind: 'call', via: 'Slack', minutes: 0 });
});

it('while Slack cannot say who pressed, the press waits, and no other handoff waits with it', async () => {
  const held = await desk.handOff();
  const free = await desk.handOff();
  const trouble = { match: { method: 'users.info' }, times: 1, mode: 'error', error: 'internal_error' } as const;
  desk.slack.control.failures.rules.push({ ...trouble });
  await desk.press(desk.messageOf(held, dmKey(held.handoffId)), lee, 'zo_accept');
  await desk.press(desk.messageOf(free, dmKey(free.handoffId)), maria, 'zo_accept');
  await desk.expectHandoff(free.handoffId, ({ acceptedAt }) => acceptedAt !== null);
  expect(desk.whispersTo(lee)).toEqual([]);
  desk.clock.moveTo(now + 5 * minuteMs);
  await desk.settled();
  desk.clock.moveTo(now);
  expect(desk.whispersTo(lee)).toEqual([
    'Maria has it. Only the owner, their manager or an operator of Zo may act on it.',
  ]);
});

it('somebody of another workspace, or whose address Slack does not tell, may do nothing', async () => {
  const { handoffId } = await desk.handOff();
  const message = desk.messageOf(await desk.handoff(handoffId), dmKey(handoffId));
  const { workspace } = desk.slack;
  const { team } = workspace;
  workspace.team = { ...team, id: 'T0OTHER01' };
  // Slack signs for whichever workspace it was; auth.test is remembered as this one's.
  await desk.press(message, maria, 'zo_accept');
  workspace.team = team;
  await desk.settled();
  const stranger = { ...workspace.users.find(({ id }) => id === lee)!, id: 'U0STRANGE', email: 'maria@acme.test' };
  workspace.users.push(stranger);
  await desk.press(message, stranger.id, 'zo_accept');
  await desk.settled();
  expect((await desk.handoff(handoffId)).acceptedAt).toBeNull();
  expect(desk.whispersTo(stranger.id)).toEqual([expect.stringContaining('does not know your e-mail address')]);
});

it('a button of a portal that this Slack is not connected to keeps nothing', async () => {
  const { handoffId } = await desk.handOff();
  const message = desk.messageOf(await desk.handoff(handoffId), dmKey(handoffId));
  await desk.settled();
  const before = await desk.store.outboxCounts(desk.portalId);
  const blocks = JSON.stringify(message.blocks);
  message.blocks = JSON.parse(blocks.replaceAll(`"${desk.portalId}:`, '"999:'));
  expect(await desk.press(message, maria, 'zo_accept')).toMatchObject({ acknowledged: true });
  await desk.settled();
  expect(await desk.store.outboxCounts(desk.portalId)).toEqual(before);
});
