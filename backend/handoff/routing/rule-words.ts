/** By which rule an owner was chosen, in words. */
import { printDays } from '@zo/shared';
import type { AssignQuestion } from '../assign.ts';
import { isByFirstRules } from './continuity.ts';

export function ruleWords(question: AssignQuestion): string {
  const { named, namedBecause, continuityDays, byTurnsOnly } = question;
  if (named !== null) return `${namedBecause === undefined ? 'The workflow' : 'A hand'} names the owner: ${named}.`;
  const turns = turnWords(question);
  if (byTurnsOnly) return `Taken from somebody: ${turns}, but nobody who has had it.`;
  if (isByFirstRules(question)) {
    return `Whoever owns the contact; else the AE of an open handoff at the company; else ${turns}.`;
  }
  const claims = [
    'The AE of an open handoff at the company',
    'whoever owns the contact, the company or an open deal in HubSpot',
    ...(continuityDays === 0 ? [] : [`whoever had the contact or somebody of the company${within(continuityDays)}`]),
  ];
  return `${claims.join('; else ')} (one account, one voice: only a leave keeps them from it); else ${turns}.`;
}

function turnWords({ pool, standings }: AssignQuestion): string {
  if (pool.length === 0) return 'nobody else';
  const weighted = pool.map((email) => {
    const weight = standings?.[email]?.weight ?? 1;
    return weight === 1 ? email : `${email} (weight ${weight})`;
  });
  return `in turn ${weighted.join(', ')}`;
}

function within(days: number | undefined): string {
  return days === undefined ? ' before' : ` within ${printDays(days)}`;
}
