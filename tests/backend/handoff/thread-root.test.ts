import type { AlertState, Handoff } from '../../../backend/handoff/handoff.ts';
import { threadOf, threadRoot } from '../../../backend/handoff/thread-root.ts';
import { hourMs, now } from '../../support/handoffs.ts';

const posted = (ts: string, at: number, more: { channel?: string; threadTs?: string } = {}): AlertState => ({
  state: 'posted',
  channel: 'C1',
  ts,
  link: null,
  at,
  ...more,
});
const since = now - 24 * hourMs;

describe('the thread a further contact of a company is told of in', () => {
  it('is the newest one that began in time, in that very conversation', () => {
    const handoffs: Pick<Handoff, 'alerts'>[] = [
      { alerts: { 'alert:1:channel:#a': posted('1', since) } },
      { alerts: { 'alert:2:channel:#a': posted('2', now), 'alert:2:dm:a@b.c': posted('3', now, { channel: 'D1' }) } },
      { alerts: { 'alert:3:channel:#a': posted('4', now + 1, { threadTs: '2' }) } },
    ];
    expect(threadRoot(handoffs, 'C1', since)).toBe('2');
    expect(threadRoot(handoffs, 'D1', since)).toBe('3');
    expect(threadRoot(handoffs.slice(0, 1), 'C1', since)).toBe('1');
  });

  it('is none of one that began too early, is gone, or is no alert', () => {
    const handoffs = [
      {
        alerts: {
          'alert:1:channel:#a': posted('1', since - 1),
          'alert:2:channel:#a': { state: 'gone', reason: 'deleted' } as const,
          'review:1': posted('3', now),
        },
      },
    ];
    expect(threadRoot(handoffs, 'C1', since)).toBeNull();
  });
});

it('what is said about a handoff belongs under its newest message there, or into that one’s thread', () => {
  const alerts = {
    'alert:1:channel:#a': posted('1', now),
    'alert:1:channel:#a:again': posted('2', now + 1, { threadTs: '9' }),
    'alert:1:dm:a@b.c': posted('3', now, { channel: 'D1' }),
  };
  expect(threadOf({ alerts }, 'C1')).toBe('9');
  expect(threadOf({ alerts }, 'D1')).toBe('3');
  expect(threadOf({ alerts }, 'C2')).toBeNull();
});
