/** "2xx", "4xx", "5xx"; 429 by itself, because asking too fast is another trouble than asking wrongly. */
export function statusClass(status: string): string {
  if (status === '429' || !/^\d{3}$/.test(status)) return status;
  return `${status[0]}xx`;
}
