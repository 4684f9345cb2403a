/** The bytes of a body as they came, for checking a signature over them: nothing is inflated. */
import express, { type RequestHandler } from 'express';
import { HttpError } from './http-error.ts';

/** Middlewares; `request.body` is a Buffer afterwards, when there was a body. */
export function rawBody(limitBytes: number): RequestHandler[] {
  const refuseAnnounced: RequestHandler = (request, _response, next) => {
    // Express would read all of it before it says so.
    if (Number(request.headers['content-length'] ?? 0) > limitBytes) {
      throw new HttpError(413, 'too_large', `the body is larger than ${limitBytes / 1024} kB`);
    }
    next();
  };
  return [refuseAnnounced, express.raw({ type: () => true, inflate: false, limit: limitBytes })];
}
