/** The event of a kept raw body, made again for a rebuild. The body was cleaned at the door, so it cannot be refused. */
import type { Normalise } from '../store/store.ts';
import { normaliseMessage } from './normalise-message.ts';

export const normaliseKept: Normalise = (body, receivedAt, source) => {
  const result = normaliseMessage(JSON.parse(body), { receivedAt, source });
  if ('rejected' in result) throw new Error(`A kept event cannot be read again: ${result.rejected}`);
  return result.event;
};
