/** Whoever came back from sales cold has to be warmer than before to go there again. Pure. */
import { highestPossibleScore, type Playbook } from '@zo/shared';

/** The score a returned person needs; null where none is asked for. Never more than anybody can have. */
export function barAfterReturn(
  { score, return: returns }: Pick<Playbook, 'score' | 'return'>,
  returnedScore: number | null,
): number | null {
  const higher = returns?.higherBar ?? 0;
  if (returnedScore === null || higher === 0) return null;
  return Math.min(returnedScore + higher, highestPossibleScore(score) ?? 100, 100);
}
