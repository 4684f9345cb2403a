/**
 * While a file is loaded, and while whoever it touched is decided about, live events get their decision about as soon as
 * without: measured in the same run, in turns, from the door over real HTTP to the committed decision.
 */
import type { Place } from '../../../backend/store/backfill-store.ts';
import { exportLines, type LiveBeside, p95, type StoreBeside, startLiveBeside } from '../../support/live-beside.ts';

export type OpenedBeside = {
  store: StoreBeside;
  /** Whom the file touched waits again as right after it; and does no more. */
  markPast(portalId: number): Promise<void>;
  unmarkPast(portalId: number): Promise<void>;
  /** How many of them have been decided about. */
  decidedPast(portalId: number): Promise<number>;
  close(): Promise<void>;
};

const portalId = 4711;
const key = 'f'.repeat(64);
const perWindow = 40;
const gapMs = 25;
/** What this must keep to; and in how many rounds, as the machine has others. */
const mostRatio = 1.5;
const mostRounds = 6;
const begun = { restart: false, before: null, mayCountAgain: false };

export function liveFirst(open: () => Promise<OpenedBeside>): void {
  let opened: OpenedBeside;
  let world: LiveBeside;
  let reached: Place = { line: 0, byte: 0 };

  beforeAll(async () => {
    opened = await open();
    world = await startLiveBeside(opened.store, portalId);
    await world.sendLive(60, gapMs);
  }, 60_000);
  afterAll(async () => {
    await world?.stop();
    await opened?.close();
    expect(world.errors).toEqual([]);
  });

  /** Loads rows, request after request, until told to stop. */
  function loading(): { stop(): Promise<void> } {
    let isOver = false;
    const work = (async () => {
      await world.backfills.begin(portalId, { key, fileKey: key, name: 'export' }, begun);
      while (!isOver) {
        const lines = exportLines(500, 2_000, reached.line);
        const order = { portalId, key, from: reached, lines, readRow: (line: string) => JSON.parse(line) };
        reached = (await world.backfills.load({ ...order, isOfBrowser: false })).reached;
      }
    })();
    return {
      stop() {
        isOver = true;
        return work;
      },
    };
  }

  /** The ratio of the 95th percentiles: beside some work to alone, in turns. The smallest of a few rounds. */
  async function ratioBeside(begin: () => Promise<{ stop(): Promise<void> }>): Promise<number> {
    const ratios: number[] = [];
    for (let round = 0; round < mostRounds && !ratios.some((ratio) => ratio <= mostRatio); round += 1) {
      const alone: number[] = [];
      const beside: number[] = [];
      for (let turn = 0; turn < 3; turn += 1) {
        alone.push(...(await world.sendLive(perWindow, gapMs)));
        const work = await begin();
        beside.push(...(await world.sendLive(perWindow, gapMs)));
        await work.stop();
      }
      ratios.push(p95(beside) / p95(alone));
    }
    return Math.min(...ratios);
  }

  it('loading leaves the 95th percentile from event to decision at no more than one and a half', async () => {
    expect(await ratioBeside(async () => loading())).toBeLessThanOrEqual(mostRatio);
    const [backfill] = await opened.store.backfills(portalId, 1);
    // It was really loaded meanwhile, and nothing of it was lost.
    expect(backfill!.counts).toEqual({ accepted: reached.line, duplicates: 0, rejected: 0, skipped: 0 });
    expect(reached.line).toBeGreaterThanOrEqual(500);
  }, 300_000);

  it('whoever was touched waits until the file is through, and being decided about delays nobody either', async () => {
    expect((await opened.store.historyFigures(portalId, 100_000)).toDecide).toBeGreaterThan(400);
    await world.backfills.end(portalId, key);
    // All who were touched wait beside live events, and nobody does while these are alone.
    const deciding = async () => {
      await opened.markPast(portalId);
      return { stop: () => opened.unmarkPast(portalId) };
    };
    await opened.unmarkPast(portalId);
    expect(await ratioBeside(deciding)).toBeLessThanOrEqual(mostRatio);
    // Some of them were, meanwhile.
    expect(await opened.decidedPast(portalId)).toBeGreaterThan(20);
  }, 300_000);
}
