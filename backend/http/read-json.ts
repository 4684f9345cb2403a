/** JSON of a request that Express answers: bounded in depth before anything walks through it. */
import type { RequestHandler } from 'express';
import { isNestedDeeperThan } from '../ingest/clean-json.ts';
import { storableTexts } from '../store/storable-text.ts';
import { HttpError } from './http-error.ts';

export const deepestJson = 32;

export function parseJson(body: Buffer): unknown {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'), storableTexts);
  } catch {
    throw new HttpError(400, 'unreadable_request', 'the body is not JSON');
  }
  refuseDeep(value);
  return value;
}

/** Behind a parser of Express. */
export const shallowBody: RequestHandler = (request, _response, next) => {
  refuseDeep(request.body);
  next();
};

function refuseDeep(value: unknown): void {
  if (isNestedDeeperThan(value, deepestJson)) {
    throw new HttpError(400, 'too_deep', `the body is nested more than ${deepestJson} levels deep`);
  }
}
