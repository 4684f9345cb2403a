import type { LinkOrder } from '../../backend/store/handoff-store.ts';

let presses = 0;

/** Each a press of its own. */
export function linkOrder(contactId: string, productUser: string): LinkOrder {
  presses += 1;
  return { contactId, productUser, by: 'maria@acme.test', callbackId: `card:maria@acme.test:press-${presses}` };
}
