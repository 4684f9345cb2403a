import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
type Line = { measure: string; problems?: string[] } & Record<string, unknown>;

describe('npm run bench -- --quick', () => {
  let lines: Line[];

  beforeAll(async () => {
    const { stdout } = await run(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', path.join(import.meta.dirname, 'main.ts'), '--quick'],
      { env: { ...process.env, NODE_OPTIONS: '' } },
    );
    lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  }, 600_000);

  const measured = (name: string) => lines.find(({ measure }) => measure === name)!;

  it('prints one JSON object for each thing it measures', () => {
    expect(lines.map(({ measure }) => measure)).toEqual([
      'machine',
      'single events',
      'batches of 100',
      'footprint',
      'event to Slack, direct mode',
      'contact card',
      'home page',
      'click to edit',
      'rebuild',
      'HubSpot calls',
      'clocks',
    ]);
  });

  it('finds every event that was answered 200 in the database and in usage', () => {
    expect(measured('single events').problems).toEqual([]);
    expect(measured('batches of 100').problems).toEqual([]);
  });

  it('finds one alert for each crossing, and no more time of its own than there was', () => {
    const phases = measured('event to Slack, direct mode') as unknown as Record<
      'idle' | 'loaded' | 'saturated',
      { crossings: number; alerts: number; wholeMs: { p50: number }; productMs: { p50: number } }
    >;
    for (const { crossings, alerts, wholeMs, productMs } of [phases.idle, phases.loaded, phases.saturated]) {
      expect([crossings > 0, alerts]).toEqual([true, crossings]);
      expect(productMs.p50).toBeGreaterThan(0);
      expect(productMs.p50).toBeLessThan(wholeMs.p50);
    }
  });

  it('finds every press of a button acknowledged and its message edited', () => {
    expect(measured('click to edit').clicks).toBe(10);
  });

  it('finds in HubSpot what the events of every contact add up to, with no call refused for its rate', () => {
    const { wrongValues, goals } = measured('HubSpot calls') as unknown as Line & { goals: Record<string, string> };
    expect([wrongValues, goals['answers 429']]).toEqual([0, '0 <= 0: met']);
  });

  it('finds every event in usage, and everybody decided, after a signal was changed', () => {
    expect(measured('rebuild').problems).toEqual([]);
  });

  it('reminds once of each of many first calls that are due in one instant', () => {
    const { clocks, reminders, problems } = measured('clocks');
    expect([reminders, problems]).toEqual([2 * (clocks as number), []]);
  });

  it('asks for the home page while all events and handoffs are stored', () => {
    const { events, handoffs, people } = measured('home page');
    expect([events, people, handoffs]).toEqual([20_000, 400, 200]);
  });

  it('asks for cards of contacts while all events are stored', () => {
    const { events, contacts, largestBytes, mostBytes } = measured('contact card');
    expect([events, contacts]).toEqual([20_000, 100]);
    expect(largestBytes).toBeLessThanOrEqual(mostBytes as number);
  });
});
