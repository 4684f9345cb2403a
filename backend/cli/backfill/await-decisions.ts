/** Once files are loaded the server decides about whoever they touched: how far that is, until it is done. */
import { setTimeout } from 'node:timers/promises';
import type { HistoryFigures } from '../../store/backfill-store.ts';
import type { ProgressLine } from './progress.ts';
import { timeWords } from './progress.ts';

const everyMs = 500;
/** So long without anybody being decided about: it waits for something, such as a playbook. */
const patienceMs = 20_000;

export async function awaitDecisions(
  ask: () => Promise<{ history: HistoryFigures }>,
  line: ProgressLine,
  signal: AbortSignal,
): Promise<HistoryFigures> {
  const begunAt = performance.now();
  let first: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  let movedAt = begunAt;
  for (;;) {
    const { history } = await ask();
    const { toDecide } = history;
    const now = performance.now();
    if (toDecide === 0 || signal.aborted) return history;
    if (toDecide < least) movedAt = now;
    least = Math.min(least, toDecide);
    first ??= toDecide;
    if (now - movedAt > patienceMs) {
      line.say(
        `Still to be decided about: ${peopleWords(toDecide)}. The server goes on by itself, once no other file is being loaded.`,
      );
      return history;
    }
    const done = first - toDecide;
    const left = done > 0 ? `, ${timeWords((toDecide * (now - begunAt)) / done)} left` : '';
    line.show(`Deciding about ${peopleWords(toDecide)}${left}`);
    await setTimeout(everyMs);
  }
}

function peopleWords(number: number): string {
  return number === 1 ? '1 person' : `${number.toLocaleString('en-US')} people`;
}
