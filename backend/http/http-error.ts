import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { ZodError } from 'zod';
import { aboutRequest } from './about-request.ts';

/** A failure that its caller can do something about: the message is for the caller and is sent as it is. */
export class HttpError extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    status: number,
    code: string,
    message: string,
    options: { retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'HttpError';
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export type Problem = { error: { code: string; message: string; issues?: { path: string; message: string }[] } };

type Answer = { status: number; body: Problem; retryAfterSeconds?: number };

/** Every error that reaches the edge becomes a response here and nowhere else. Unknown ones tell the caller nothing. */
export function describeError(error: unknown): Answer {
  if (error instanceof HttpError) {
    const { status, code, message, retryAfterSeconds } = error;
    return { status, body: { error: { code, message } }, retryAfterSeconds };
  }
  if (error instanceof ZodError) {
    const issues = error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
    return { status: 400, body: { error: { code: 'invalid_request', message: 'the request is not valid', issues } } };
  }
  const status = statusOfParser(error);
  if (status) {
    return { status, body: { error: { code: 'unreadable_request', message: 'the request could not be read' } } };
  }
  return { status: 500, body: { error: { code: 'internal', message: 'something went wrong on our side' } } };
}

/** Express and its body parsers put the status of a bad request on the error. */
function statusOfParser(error: unknown): number | undefined {
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

/** The last middleware. */
export function answerErrors(log: Pick<Logger, 'error'>): ErrorRequestHandler {
  return (error, request, response, next) => {
    const { status, body, retryAfterSeconds } = describeError(error);
    if (status >= 500) {
      const { requestId, portalId } = aboutRequest(response);
      log.error({ requestId, portalId, err: error, method: request.method, path: request.path }, 'a request failed');
    }
    if (response.headersSent) return next(error);
    // More of the body may be on its way, and nobody reads it.
    if (hasBody(request) && !request.complete) response.set('connection', 'close');
    if (retryAfterSeconds !== undefined) response.set('retry-after', String(retryAfterSeconds));
    response.status(status).json(body);
  };
}

function hasBody({ headers }: Pick<Request, 'headers'>): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** The last but one: nothing else wanted the request. */
export const answerNotFound: RequestHandler = (_request, response) => {
  response
    .status(404)
    .json({ error: { code: 'not_found', message: 'there is nothing at this path' } } satisfies Problem);
};
