/** The workflow's own delay action. It waits on the movable clock: moving time a day forward ends a delay of a day. */
export type Delays = {
  wait(fields: Record<string, unknown>): Promise<void>;
  clockMoved(): void;
  stop(): void;
};

const unitMs: Record<string, number> = {
  SECONDS: 1_000,
  MINUTES: 60_000,
  HOURS: 3_600_000,
  DAYS: 86_400_000,
  WEEKS: 604_800_000,
};
const longestTimerMs = 2 ** 31 - 1;

export function createDelays(now: () => number): Delays {
  const waiting = new Set<{ dueAt: number; timer: NodeJS.Timeout | null; resolve: () => void }>();

  function check(entry: { dueAt: number; timer: NodeJS.Timeout | null; resolve: () => void }): void {
    if (entry.timer) clearTimeout(entry.timer);
    const left = entry.dueAt - now();
    if (left > 0) {
      entry.timer = setTimeout(() => check(entry), Math.min(left, longestTimerMs));
      return;
    }
    waiting.delete(entry);
    entry.resolve();
  }

  return {
    wait(fields) {
      const ms = Number(fields.delta) * (unitMs[String(fields.time_unit)] ?? unitMs.MINUTES!);
      return new Promise((resolve) => {
        const entry = { dueAt: now() + ms, timer: null, resolve };
        waiting.add(entry);
        check(entry);
      });
    },
    clockMoved() {
      for (const entry of [...waiting]) check(entry);
    },
    stop() {
      for (const entry of waiting) if (entry.timer) clearTimeout(entry.timer);
      waiting.clear();
    },
  };
}
