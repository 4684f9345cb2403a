/** The default sales pipeline, and what HubSpot derives from a deal's stage in it. */

export const dealStages: [value: string, label: string][] = [
  ['appointmentscheduled', 'Appointment Scheduled'],
  ['qualifiedtobuy', 'Qualified To Buy'],
  ['presentationscheduled', 'Presentation Scheduled'],
  ['decisionmakerboughtin', 'Decision Maker Bought-In'],
  ['contractsent', 'Contract Sent'],
  ['closedwon', 'Closed Won'],
  ['closedlost', 'Closed Lost'],
];

export const dealOutcomes = ['open', 'won', 'lost'] as const;
export type DealOutcome = (typeof dealOutcomes)[number];

export const stageOf: Record<DealOutcome, string> = {
  open: 'appointmentscheduled',
  won: 'closedwon',
  lost: 'closedlost',
};

export function derivedFromStage(stage: string): { hs_is_closed: string; hs_is_closed_won: string } {
  const isWon = stage === stageOf.won;
  return { hs_is_closed: String(isWon || stage === stageOf.lost), hs_is_closed_won: String(isWon) };
}
