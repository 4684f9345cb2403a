/** When no direct message is sent: by the local clock of whoever would get it. */
import { localDay, localMomentOf, type Playbook, type QuietHours } from '@zo/shared';
import { workingTimeOf } from './owner-hours.ts';

/** Until when it waits; null: it may be sent now. */
export function quietUntil(
  playbook: Pick<Playbook, 'handoff' | 'workingHours'>,
  portalZone: string,
  email: string,
  now: number,
): number | null {
  const { quietHours } = playbook.handoff.work;
  if (quietHours === null) return null;
  return endOfQuiet(quietHours, workingTimeOf(playbook, portalZone, email).zone, now);
}

/** Null outside of them. Hours that end before they begin span midnight. */
export function endOfQuiet({ fromMinute, toMinute }: QuietHours, zone: string, now: number): number | null {
  const today = localDay(now, zone);
  const at = (day: number, minute: number) => localMomentOf(day, minute, zone);
  const spans =
    fromMinute < toMinute
      ? [[at(today, fromMinute), at(today, toMinute)] as const]
      : [
          [at(today - 1, fromMinute), at(today, toMinute)] as const,
          [at(today, fromMinute), at(today + 1, toMinute)] as const,
        ];
  return spans.find(([from, to]) => now >= from && now < to)?.[1] ?? null;
}
