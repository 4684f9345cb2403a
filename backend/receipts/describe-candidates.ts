/** Everybody who might have got a handoff: who they were, why they were chosen or not, and their account. */
import type { Candidate, Share } from '../handoff/assign.ts';

export function describeCandidates(candidates: Candidate[]): string[] {
  return candidates.flatMap(({ email, chosen, inHubspot, position, why, share, ...candidate }) => {
    const known = [
      `${inHubspot} in HubSpot`,
      ...(position === null ? [] : [`number ${position} of the rotation`]),
      ...claimWords(candidate),
    ];
    const line = `  ${chosen ? 'chosen' : 'not chosen'}: ${email} (${known.join(', ')}): ${why}`;
    return share === undefined ? [line] : [line, `    ${shareWords(share)}`];
  });
}

function claimWords({
  claims,
  ownsContact,
  ownsHandoffAtCompany,
}: Pick<Candidate, 'claims' | 'ownsContact' | 'ownsHandoffAtCompany'>): string[] {
  if (claims !== undefined) return claims;
  return [
    ...(ownsContact ? ['owns the contact'] : []),
    ...(ownsHandoffAtCompany ? ['has a handoff at the company'] : []),
  ];
}

/** "weight 2; handoffs 3 (ideal 3.40) -> 4 (ideal 3.90), 0.10 ahead". */
function shareWords({ weight, before, after, deviation }: Share): string {
  const account = ({ handoffs, ideal }: Share['before']) => `${handoffs} (ideal ${ideal.toFixed(2)})`;
  const off =
    Math.abs(deviation) < 0.005 ? 'even' : `${Math.abs(deviation).toFixed(2)} ${deviation > 0 ? 'ahead' : 'short'}`;
  return `weight ${weight}; handoffs by turns ${account(before)} -> ${account(after)}, ${off}`;
}
