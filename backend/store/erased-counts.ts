/** How much an erasure removed, added up over its steps. Pure. */
import type { Erased } from './receipt-store.ts';

export const nothingErased: Erased = {
  persons: 0,
  handoffs: 0,
  receipts: 0,
  events: 0,
  effects: 0,
  calls: 0,
  messages: 0,
  unfound: 0,
  alarms: 0,
};

/** Of what was stored before something was counted, that is none. */
export function addErased(one: Partial<Erased>, more: Partial<Erased>): Erased {
  const sum = { ...nothingErased };
  for (const name of Object.keys(nothingErased) as (keyof Erased)[]) sum[name] = (one[name] ?? 0) + (more[name] ?? 0);
  return sum;
}

export function isNothing(erased: Partial<Erased>): boolean {
  return Object.values(erased).every((count) => count === 0);
}
