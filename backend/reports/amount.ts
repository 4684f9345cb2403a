/** "1 handoff", "2 handoffs". */
export function amount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** "50 %"; a share of nothing is none. */
export function share({ won, of }: { won: number; of: number }): string {
  return `${Math.round((100 * won) / of)} %`;
}
