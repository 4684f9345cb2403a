export type LoggedRequest = {
  sequence: number;
  method: string;
  path: string;
  /** 0: the connection was cut or never answered. */
  status: number;
  /** How many inputs a batch had; 1 for other calls. */
  count: number;
  /** The record ids that the inputs of a batch name. */
  ids: string[];
  /** Movable clock. */
  at: number;
  /** When it arrived. */
  monotonicMs: number;
  /** Until it was answered. */
  durationMs: number;
};

const kept = 5_000;

/** The newest requests, and counters over all of them. */
export class RequestLog {
  #entries: LoggedRequest[] = [];
  #total = 0;
  #byRoute: Record<string, { calls: number; inputs: number; byStatus: Record<string, number> }> = {};

  add(entry: Omit<LoggedRequest, 'sequence'>, route: string): void {
    this.#total += 1;
    this.#entries.push({ ...entry, sequence: this.#total });
    if (this.#entries.length > kept * 2) this.#entries = this.#entries.slice(-kept);
    const key = `${entry.method} ${route}`;
    this.#byRoute[key] ??= { calls: 0, inputs: 0, byStatus: {} };
    const counters = this.#byRoute[key];
    counters.calls += 1;
    counters.inputs += entry.count;
    counters.byStatus[entry.status] = (counters.byStatus[entry.status] ?? 0) + 1;
  }

  entries(after = 0): LoggedRequest[] {
    return this.#entries.filter((entry) => entry.sequence > after);
  }

  counters() {
    return { total: this.#total, byRoute: this.#byRoute };
  }

  clear(): void {
    this.#entries = [];
    this.#total = 0;
    this.#byRoute = {};
  }
}
