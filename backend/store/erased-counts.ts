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
};

export function addErased(one: Erased, more: Partial<Erased>): Erased {
  const sum = { ...one };
  for (const name of Object.keys(nothingErased) as (keyof Erased)[]) sum[name] += more[name] ?? 0;
  return sum;
}

export function isNothing(erased: Partial<Erased>): boolean {
  return Object.values(erased).every((count) => count === 0);
}
