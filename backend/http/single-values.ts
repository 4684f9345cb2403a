import type { Request } from 'express';
import { HttpError } from './http-error.ts';

/** The query. A second copy of a parameter would leave open which one was signed. */
export function singleValues(request: Request): Record<string, unknown> {
  for (const [name, value] of Object.entries(request.query)) {
    if (Array.isArray(value)) throw new HttpError(400, 'ambiguous_request', `the parameter ${name} is there twice`);
  }
  return request.query;
}
