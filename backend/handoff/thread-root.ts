/** Alerts about people of one company share a thread where they go to the same place. */
import type { Handoff } from './handoff.ts';
import { isAlertKey } from './open-status.ts';

/** Root of the newest thread in that conversation which began no earlier than `since`; null: there is none. */
export function threadRoot(handoffs: Pick<Handoff, 'alerts'>[], channel: string, since: number): string | null {
  const roots = handoffs.flatMap(({ alerts }) =>
    Object.entries(alerts).flatMap(([key, alert]) =>
      isAlertKey(key) &&
      alert.state === 'posted' &&
      alert.channel === channel &&
      alert.threadTs === undefined &&
      alert.at >= since
        ? [alert]
        : [],
    ),
  );
  return roots.toSorted((one, other) => other.at - one.at)[0]?.ts ?? null;
}

/** Where what is said about a handoff in that conversation belongs: under its own message, or in the thread that stands in. */
export function threadOf({ alerts }: Pick<Handoff, 'alerts'>, channel: string): string | null {
  const own = Object.entries(alerts).findLast(
    ([key, alert]) => isAlertKey(key) && alert.state === 'posted' && alert.channel === channel,
  )?.[1];
  return own?.state === 'posted' ? (own.threadTs ?? own.ts) : null;
}
