/** The service's log: one JSON object a line, on standard error, with nothing in it that must not be seen. */
import pino, { type Logger } from 'pino';
import { describeFailure } from './describe-failure.ts';
import type { Redact } from './redact.ts';

export type LogOptions = {
  level: string;
  redact: Redact;
  /** Where a finished line goes. */
  write: (line: string) => void;
};

export function createLog({ level, redact, write }: LogOptions): Logger {
  return pino(
    { level, base: undefined, serializers: { err: (error) => describeFailure(error) } },
    { write: (line: string) => write(redact(line)) },
  );
}
