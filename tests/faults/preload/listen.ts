/** How a preloaded module hears orders. The channel keeps the process from nothing. */
import { isMainThread } from 'node:worker_threads';
import type { FaultOrder, FaultReport } from './orders.ts';

/** `take` answers null for an order that is none of its own. */
export function listenForOrders(take: (order: FaultOrder) => FaultReport | null): void {
  if (!isMainThread || process.send === undefined) return;
  process.on('message', (message: { id: number; order: FaultOrder }) => {
    const report = take(message.order);
    if (report !== null) process.send?.({ id: message.id, report });
  });
  process.channel?.unref();
}
