/** The end nobody expected: one clean line instead of what Node would print, a short drain, and exit code 1. */
import type { Logger } from 'pino';

export type LastWords = {
  log: Pick<Logger, 'fatal'>;
  /** Answers what is under way and keeps what was taken. */
  drain: () => Promise<void>;
  exit: (code: number) => void;
  drainWithinMs?: number;
};

const usualDrainMs = 3_000;

/** What to do with an error that nothing has caught. A second one ends it at once. */
export function lastWords({ log, drain, exit, drainWithinMs = usualDrainMs }: LastWords): (err: unknown) => void {
  let isEnding = false;
  return (err) => {
    log.fatal({ err }, 'an error that nothing expected: ending');
    if (isEnding) {
      exit(1);
      return;
    }
    isEnding = true;
    setTimeout(() => exit(1), drainWithinMs).unref();
    drain().then(
      () => exit(1),
      () => exit(1),
    );
  };
}
