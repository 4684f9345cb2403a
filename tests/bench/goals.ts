/** What a figure was meant to be, in words beside it: "8.2 <= 10: met". */
export function atMost(most: number, value: number): string {
  return `${value} <= ${most}: ${value <= most ? 'met' : 'not met'}`;
}

export function atLeast(least: number, value: number): string {
  return `${value} >= ${least}: ${value >= least ? 'met' : 'not met'}`;
}
