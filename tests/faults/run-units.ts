/** Runs units, some at a time and those that measure time alone, each with a seed that follows from the run's, and tells what became of each. */
import { NotRun, type Unit } from './case.ts';
import { type Result, resultOf } from './results.ts';

export type RunOptions = {
  seed: number;
  /** At the same time. */
  jobs: number;
  say: (line: string) => void;
  onResult: (result: Result) => void;
  unitWithinMs?: number;
};

const usualWithinMs = 20 * 60_000;

export async function runUnits(units: Unit[], options: RunOptions): Promise<Result[]> {
  const results: Result[] = [];
  const runAll = async (waiting: Unit[], jobs: number) => {
    const work = async () => {
      for (let unit = waiting.shift(); unit !== undefined; unit = waiting.shift()) {
        const result = await runUnit(unit, options);
        results.push(result);
        options.onResult(result);
      }
    };
    await Promise.all(Array.from({ length: jobs }, work));
  };
  await runAll(
    units.filter(({ alone }) => !alone),
    options.jobs,
  );
  await runAll(
    units.filter(({ alone }) => alone),
    1,
  );
  return results;
}

export async function runUnit(
  unit: Unit,
  { seed: runSeed, say, unitWithinMs = usualWithinMs }: RunOptions,
): Promise<Result> {
  const seed = seedOf(runSeed, unit.id);
  const from = performance.now();
  const result = () => resultOf(unit, seed, (performance.now() - from) / 1_000);
  try {
    const late = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error(`not over within ${unitWithinMs / 60_000} minutes`)), unitWithinMs).unref();
    });
    const outcome = await Promise.race([unit.run({ seed, say: (line) => say(`${unit.id}: ${line}`) }), late]);
    return { ...result(), verdict: outcome.problems.length === 0 ? 'held' : 'broken', outcome };
  } catch (error) {
    if (error instanceof NotRun) return { ...result(), verdict: 'not run', reason: error.message };
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...result(), verdict: 'broken', outcome: { faults: {}, problems: [said] } };
  }
}

/** The same for the same run and unit, whatever else is run. */
export function seedOf(runSeed: number, id: string): number {
  let mixed = runSeed >>> 0;
  for (const letter of id) mixed = Math.imul(mixed ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return mixed % 1_000_000_000;
}
