import { type FollowedClock, followClock } from '../../backend/follow-clock.ts';
import { type ClockServer, startClockServer } from '../../sandbox/clock/clock-server.ts';

const fortnight = 14 * 86_400_000;

let server: ClockServer;
let clock: FollowedClock;
let monotonic: number;

beforeEach(async () => {
  monotonic = 0;
  server = await startClockServer();
  await server.advance(1000);
  clock = await followClock(server.url, { monotonicNow: () => monotonic });
});
afterEach(async () => {
  clock.close();
  await server.close();
});

const aheadOfReal = (ms: number) => Math.round((ms - Date.now()) / 1000);
const moved = () =>
  new Promise<void>((resolve) => {
    const stop = clock.onMove(() => {
      stop();
      resolve();
    });
  });

it('knows the offset from the start and follows every move at once', async () => {
  expect(aheadOfReal(clock.now())).toBe(1);
  const told = moved();
  await server.advance(fortnight);
  await told;
  expect(aheadOfReal(clock.now())).toBe(1 + fortnight / 1000);
});

it('holds the earlier now plausible for a minute of real time, for calls that were in flight', async () => {
  expect(clock.plausibleNows().map(aheadOfReal)).toEqual([1]);
  const told = moved();
  await server.advance(fortnight);
  await told;
  expect(clock.plausibleNows().map(aheadOfReal)).toEqual([1 + fortnight / 1000, 1]);
  monotonic = 59_999;
  expect(clock.plausibleNows()).toHaveLength(2);
  monotonic = 60_000;
  expect(clock.plausibleNows().map(aheadOfReal)).toEqual([1 + fortnight / 1000]);
});

it('goes on with what it knows while the clock is away, and finds it again', async () => {
  const port = Number(new URL(server.url).port);
  await server.close();
  expect(aheadOfReal(clock.now())).toBe(1);
  server = await startClockServer(port);
  const told = moved();
  await server.advance(fortnight);
  await told;
  expect(aheadOfReal(clock.now())).toBe(fortnight / 1000);
});

it('follows loopback addresses only', async () => {
  await expect(followClock('http://clock.example.test/')).rejects.toThrow('must be a loopback address');
  await expect(followClock('http://127.0.0.1.example.test/')).rejects.toThrow('must be a loopback address');
});

it('says so when the clock is not there at the start', async () => {
  await expect(followClock('http://127.0.0.1:1/')).rejects.toThrow();
});
