/** An answer of one JSON object a line, as it comes: progress of long work, and its result last. */
import type { Response } from 'express';

export type LineStream = {
  write(line: object): void;
  /** Aborted when the caller has gone away. */
  signal: AbortSignal;
  end(): void;
};

/** Nothing is sent before the first line, so that a refusal until then is an ordinary answer. */
export function lineStream(response: Response): LineStream {
  const gone = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) gone.abort(new CallerGoneError());
  });
  return {
    signal: gone.signal,
    write(line) {
      if (!response.headersSent) response.type('application/x-ndjson');
      response.write(`${JSON.stringify(line)}\n`);
    },
    end: () => response.end(),
  };
}

export class CallerGoneError extends Error {
  constructor() {
    super('the caller has gone away');
    this.name = 'CallerGoneError';
  }
}
