/** How many calls HubSpot got and how many of them it refused; the marketplace asks for less than one in a hundred. */
export type CallFigures = {
  calls: number;
  /** Answered with a 4xx. */
  refused: number;
  /** By route and status. */
  refusals: Record<string, number>;
};

export const mostRefusedShare = 0.01;

type Counters = { byRoute: Record<string, { calls: number; byStatus: Record<string, number> }> };

/** Of HubSpot's own API; the local HubSpot's controls are no calls. */
export async function readCallFigures(hubspotUrl: string): Promise<CallFigures> {
  const response = await fetch(`${hubspotUrl}/sandbox/requests?after=999999999`);
  return countCalls((await response.json()) as Counters);
}

export function countCalls({ byRoute }: Counters): CallFigures {
  const figures: CallFigures = { calls: 0, refused: 0, refusals: {} };
  for (const [route, { calls, byStatus }] of Object.entries(byRoute)) {
    if (route.includes(' /sandbox/')) continue;
    figures.calls += calls;
    for (const [status, count] of Object.entries(byStatus)) {
      if (!/^4\d\d$/.test(status)) continue;
      figures.refused += count;
      figures.refusals[`${route} ${status}`] = count;
    }
  }
  return figures;
}

export function tooManyRefused({ calls, refused }: CallFigures): boolean {
  return refused >= calls * mostRefusedShare && refused > 0;
}
