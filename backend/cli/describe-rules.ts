import { type NotAFit, type Playbook, printWorkingMinutes } from '@zo/shared';

/** What it takes to cross again after a return. */
export function describeReturn({ higherBar }: NonNullable<Playbook['return']>): string[] {
  return [`higher bar: ${higherBar === 0 ? 'none' : `${higherBar} point${higherBar === 1 ? '' : 's'}`}`];
}

/** Who reviews, and what follows when nobody does. */
export function describeReview({ reviewers, escalateAfterMinutes }: NonNullable<Playbook['review']>): string[] {
  return [
    `reviewers: ${reviewers.length === 0 ? 'the operators' : reviewers.join(', ')}`,
    `escalate after: ${escalateAfterMinutes === null ? 'never' : printWorkingMinutes(escalateAfterMinutes)}`,
  ];
}

export function describeNotAFit({ leadStatus, reasons }: NotAFit): string[] {
  return [`lead status: ${leadStatus ?? 'left alone'}`, `reasons: ${reasons.join(', ')}`];
}
