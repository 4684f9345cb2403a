/** What a soak is judged by. */
import fc from 'fast-check';
import { figuresOf, memoryGrowth, outOfBounds } from './bounds.ts';
import { readMetrics, type Sample } from './sample.ts';

const megabyte = 1024 * 1024;
const hourMs = 3_600_000;

const calm = (atMs: number, is: Partial<Sample> = {}): Sample => ({
  atMs,
  memory: 150 * megabyte,
  openFiles: 40,
  wal: 4 * megabyte,
  oldestEffectMs: 0,
  waitingEffects: 0,
  undecidedMs: 0,
  ...is,
});
const every = (count: number, stepMs: number, make: (atMs: number) => Partial<Sample> = () => ({})) =>
  Array.from({ length: count }, (_, index) => calm(index * stepMs, make(index * stepMs)));
const namesOf = (samples: Sample[]) => outOfBounds(figuresOf(samples)).map(({ name }) => name);

describe('memory', () => {
  it('that grows steadily by more than a leak may is found, in a short run and in a long one', () => {
    const leaking = (perHour: number) => (atMs: number) => ({
      memory: 100 * megabyte + (perHour * megabyte * atMs) / hourMs,
    });
    expect(namesOf(every(120, 1_000, leaking(3_000)))).toEqual(['memory grown after the warm-up']);
    expect(namesOf(every(240, 60_000, leaking(30)))).toEqual(['memory grown after the warm-up']);
    expect(namesOf(every(240, 60_000, leaking(5)))).toEqual([]);
  });

  it('that grows while it warms up, or goes up and down, is no leak', () => {
    expect(namesOf(every(120, 1_000, (atMs) => ({ memory: (atMs < 40_000 ? 90 : 190) * megabyte })))).toEqual([]);
    expect(namesOf(every(120, 1_000, (atMs) => ({ memory: (atMs % 2_000 === 0 ? 120 : 180) * megabyte })))).toEqual([]);
  });

  it('grows by what a straight line grows by', () => {
    const line = fc.record({ from: fc.integer({ min: 0, max: 1e8 }), perSecond: fc.integer({ min: -1e5, max: 1e5 }) });
    fc.assert(
      fc.property(line, ({ from, perSecond }) => {
        const growth = memoryGrowth(every(90, 1_000, (atMs) => ({ memory: from + (perSecond * atMs) / 1_000 })));
        expect(growth.perHour).toBeCloseTo(perSecond * 3_600, 0);
        expect(growth.inAll).toBeCloseTo(perSecond * 59, 0);
      }),
    );
  });
});

it.each([
  ['open files at the most', { openFiles: 5_000 }],
  ['log (WAL) at the most', { wal: 900 * megabyte }],
  ['oldest outbox row at the most', { oldestEffectMs: 600_000 }],
  ['longest wait for a decision', { undecidedMs: 120_000 }],
  ['memory at the most', { memory: 2_000 * megabyte }],
])('%s: one sample out of bounds is enough', (name, is) => {
  const samples = every(30, 1_000);
  samples[0] = calm(0, is);
  expect(namesOf(samples)).toEqual([name]);
});

it('knows no log where the database keeps its own', () => {
  const names = figuresOf(every(30, 1_000, () => ({ wal: null }))).map(({ name }) => name);
  expect(names).not.toContain('log (WAL) at the most');
});

it('a figure that is missing from /metrics is an error, not a zero', () => {
  expect(() => readMetrics('process_open_fds 12\n')).toThrow('/metrics has no process_resident_memory_bytes');
  const text = [
    'process_resident_memory_bytes 1000',
    'process_open_fds 12',
    'zo_outbox_oldest_seconds{portal="1",lane="slack"} 2.5',
    'zo_outbox_oldest_seconds{portal="1",lane="hubspot"} 1',
    'zo_outbox_waiting{portal="1",lane="slack"} 3',
    'zo_outbox_waiting{portal="1",lane="hubspot"} 4',
  ].join('\n');
  expect(readMetrics(text)).toEqual({
    memory: 1_000,
    openFiles: 12,
    oldestEffectMs: 2_500,
    waitingEffects: 7,
    undecidedMs: 0,
  });
});
