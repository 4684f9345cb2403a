export function printDays(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}
