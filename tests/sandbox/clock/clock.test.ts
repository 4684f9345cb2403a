import { type ClockServer, startClockServer } from '../../../sandbox/clock/clock-server.ts';
import { type FollowedClock, followClock } from '../../../sandbox/clock/follow-clock.ts';

const dayMs = 86_400_000;
let server: ClockServer;
let followers: FollowedClock[] = [];

beforeEach(async () => {
  server = await startClockServer();
});
afterEach(async () => {
  for (const follower of followers) follower.close();
  followers = [];
  await server.close();
});

const follow = async () => {
  const follower = await followClock(server.url);
  followers.push(follower);
  return follower;
};

it('is real time without a server', async () => {
  const clock = await followClock();
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(50);
});

it('has moved for every follower by the time a move is answered', async () => {
  const [one, two] = [await follow(), await follow()];
  const response = await fetch(server.url, { method: 'POST', body: JSON.stringify({ advanceMs: 14 * dayMs }) });
  expect(await response.json()).toEqual({ version: 2, offsetMs: 14 * dayMs });
  for (const clock of [one, two]) expect(Math.abs(clock.now() - Date.now() - 14 * dayMs)).toBeLessThan(50);
  expect(server.offset()).toBe(14 * dayMs);
});

it('tells listeners', async () => {
  const clock = await follow();
  let moves = 0;
  clock.onMove(() => {
    moves += 1;
  });
  await server.advance(dayMs);
  await server.advance(dayMs);
  expect(moves).toBe(2);
});

it('starts new followers at the present offset', async () => {
  await server.advance(dayMs);
  const clock = await follow();
  expect(Math.abs(clock.now() - Date.now() - dayMs)).toBeLessThan(50);
});

it('gives up on a follower that does not come back, after two seconds', async () => {
  await fetch(`${server.url}?after=0`);
  const since = performance.now();
  await server.advance(dayMs);
  expect(performance.now() - since).toBeGreaterThan(1_900);
});

it('answers 400 to a move it does not understand', async () => {
  const response = await fetch(server.url, { method: 'POST', body: '{"days":1}' });
  expect(response.status).toBe(400);
});
