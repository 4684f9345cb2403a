/** What was changed, as the audit says it. */
import { type KeptDays, keptKindTerms } from '@zo/shared';

/** "Raw events 120 days, Receipts for ever". */
export function daysWords(days: Partial<KeptDays>): string {
  return Object.entries(days)
    .map(([kind, count]) => {
      const { label } = keptKindTerms[kind as keyof KeptDays];
      return `${label} ${count === null ? 'for ever' : `${count} days`}`;
    })
    .join(', ');
}

/** "properties.amount, traits.jobTitle". */
export function listWords(names: readonly string[]): string {
  return names.length === 0 ? 'nothing besides what is needed' : [...new Set(names)].sort().join(', ');
}
