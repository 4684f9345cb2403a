import type { Logger } from '@slack/web-api';

/** The outcome says all there is to say; the official client's own lines would repeat message texts. */
export function silentLogger(): Logger {
  const nothing = () => {};
  const level = 'error' as ReturnType<Logger['getLevel']>;
  return {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: nothing,
    setLevel: nothing,
    setName: nothing,
    getLevel: () => level,
  };
}
