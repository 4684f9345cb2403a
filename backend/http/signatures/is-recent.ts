/** Both platforms sign the time of sending; older or further ahead than this is refused. */
const toleranceMs = 300_000;

export function isRecent(sentAt: number, plausibleNows: number[]): boolean {
  return plausibleNows.some((now) => Math.abs(now - sentAt) <= toleranceMs);
}
