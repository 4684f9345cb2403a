/**
 * Lets a pure step, which asks for what it needs as it goes and cannot wait, run on a database that answers later: when it
 * asks for something that is not read yet it is stopped there, that is read, and it runs again from its beginning. Being
 * pure it takes the same way and comes one question further. Each thing is read once.
 */
export type Readings = {
  /** What was read under this key. Only within `run`. */
  of<Value>(key: string, read: () => Promise<Value>): Value;
  run<Result>(step: () => Result): Promise<Result>;
};

class NotReadYet {
  readonly key: string;
  readonly read: () => Promise<unknown>;
  constructor(key: string, read: () => Promise<unknown>) {
    this.key = key;
    this.read = read;
  }
}

export function createReadings(): Readings {
  const known = new Map<string, unknown>();
  return {
    of<Value>(key: string, read: () => Promise<Value>): Value {
      if (!known.has(key)) throw new NotReadYet(key, read);
      return known.get(key) as Value;
    },
    async run(step) {
      for (;;) {
        try {
          return step();
        } catch (stopped) {
          if (!(stopped instanceof NotReadYet)) throw stopped;
          known.set(stopped.key, await stopped.read());
        }
      }
    },
  };
}
