export function printDays(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}

/** A calendar day as 2026-01-31. */
export function printDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
