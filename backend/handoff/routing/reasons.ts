/** Why somebody got a handoff, in the words it is remembered by. */

export const turnReasons = { byShare: 'next by weighted share', inRotation: 'next in rotation' } as const;

export const namedReason = 'named by the workflow';

/** Named by somebody of sales. */
export const handReasons = {
  oneself: 'took it by hand',
  instead: 'had the colleague who was the wrong person',
} as const;

export const claimReasons = {
  openHandoff: 'has an open handoff at the company',
  contact: 'already owns the contact',
  company: 'owns the company in HubSpot',
  deal: 'owns an open deal',
  contactBefore: 'had the contact before',
  companyBefore: 'had somebody of the company before',
} as const;

/** Otherwise: named by a workflow, or given by somebody. */
export type Way = 'by turns' | 'by continuity' | 'otherwise';

const ways = new Map<string, Way>([
  ...Object.values(turnReasons).map((reason): [string, Way] => [reason, 'by turns']),
  ...Object.values(claimReasons).map((reason): [string, Way] => [reason, 'by continuity']),
]);

export function wayOf(reason: string): Way {
  return ways.get(reason) ?? 'otherwise';
}
