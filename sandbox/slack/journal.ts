/** Everything that changed, numbered from 1, so that the demo page and tests can wait for the next change. */

export type Change = { kind: string; [detail: string]: unknown };
export type NumberedChange = Change & { version: number };

export type Journal = {
  record(change: Change): void;
  version(): number;
  /** Changes after the version; waits up to `waitMs` for the first one. */
  after(version: number, waitMs: number): Promise<NumberedChange[]>;
  /** Lets every waiting reader go. */
  close(): void;
};

const keptChanges = 10_000;

export function createJournal(): Journal {
  let changes: NumberedChange[] = [];
  let version = 0;
  const waiting = new Set<() => void>();
  const wakeAll = () => {
    for (const wake of [...waiting]) wake();
  };
  const read = (after: number) => changes.filter((change) => change.version > after);
  return {
    record(change) {
      version += 1;
      changes.push({ ...change, version });
      if (changes.length > keptChanges * 2) changes = changes.slice(-keptChanges);
      wakeAll();
    },
    version: () => version,
    async after(from, waitMs) {
      if (version <= from && waitMs > 0) {
        await new Promise<void>((resolve) => {
          const done = () => {
            clearTimeout(timer);
            waiting.delete(done);
            resolve();
          };
          const timer = setTimeout(done, waitMs);
          waiting.add(done);
        });
      }
      return read(from);
    },
    close: wakeAll,
  };
}
