/** Moments in words, in the portal's time zone. */
export function showClock(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at);
}

export function showSeconds(at: number, timeZone: string): string {
  const format = { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  return new Intl.DateTimeFormat('en-GB', format).format(at);
}

export function showDay(at: number, timeZone: string): string {
  const format = { timeZone, weekday: 'short', day: 'numeric', month: 'short' } as const;
  return new Intl.DateTimeFormat('en-GB', format).format(at).replace(',', '');
}

/** "Tue 24 Nov, 10:04:07" */
export function showMoment(at: number, timeZone: string): string {
  return `${showDay(at, timeZone)}, ${showSeconds(at, timeZone)}`;
}

/** "340 ms", "5.2 s" */
export function showDuration(ms: number | null): string {
  if (ms === null) return '–';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return `${(ms / 1000).toFixed(1)} s`;
}
