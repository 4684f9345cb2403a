/** Runs the steps of a check one after the other and says what each found and how long it took. */
import type { Problem } from './project.ts';

export type StepResult<T> = { problems: Problem[]; detail?: string; value?: T };

export class Report {
  #failed = 0;
  readonly #print: (line: string) => void;
  readonly #startedAt = performance.now();

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  get failed(): number {
    return this.#failed;
  }

  /** The step's value, or null when it found a problem. A step that throws has one problem: what it threw. */
  async step<T = true>(title: string, work: () => Promise<StepResult<T>>): Promise<T | null> {
    const from = performance.now();
    const { problems, detail, value } = await work().catch(
      (error: unknown): StepResult<T> => ({ problems: [describe(error)] }),
    );
    const ending = detail === undefined ? '' : ` - ${detail}`;
    this.#print(`${problems.length === 0 ? '✓' : '✗'} ${title} (${secondsSince(from)} s)${ending}`);
    for (const problem of problems) this.#print(`    ${problem}`);
    this.#failed += problems.length;
    return problems.length === 0 ? (value ?? (true as T)) : null;
  }

  finish(): void {
    const verdict = this.#failed === 0 ? 'HubSpot would take the project' : `${this.#failed} problems`;
    this.#print(`${verdict} (${secondsSince(this.#startedAt)} s)`);
  }
}

/** A program that failed says why on its standard error. */
function describe(error: unknown): Problem {
  const { message, stderr } = error as { message?: string; stderr?: string };
  return [message ?? String(error), stderr?.trim()].filter(Boolean).join('\n    ');
}

function secondsSince(from: number): string {
  return ((performance.now() - from) / 1000).toFixed(1);
}
