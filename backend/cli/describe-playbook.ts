import type { Playbook } from '@zo/shared';
import type { ExplainedSentence } from '../playbook/explain-sentence.ts';
import { describeChannels, describeHanding } from './describe-handing.ts';
import { describeNotAFit, describeReturn, describeReview } from './describe-rules.ts';
import { describeWork } from './describe-work.ts';

/** A playbook's sentences as they were understood, for whoever answers for them. */
export function describePlaybook(
  playbook: Playbook,
  { checklist, filters, carried }: ExplainedSentence,
  highestScore: number | null,
): string[] {
  const { definition, handoff, return: returns, review, notAFit } = playbook;
  return [
    definition.sentence,
    '',
    'Checklist:',
    ...checklist.map(({ label, asks }, index) => `  ${index + 1}. ${label}: ${asks}`),
    `HubSpot's filters${filters.length > 1 ? ', one of these groups' : ''}, besides those of a free user and the open gate:`,
    ...filters.map((group) => `  - ${group.join(' AND ')}`),
    ...(carried.length === 0 ? [] : ["HubSpot's filters cannot say, so zo_sql_ready carries:"]),
    ...carried.map((part) => `  - ${part}`),
    `Highest possible score: ${highestScore ?? '100 (a line gives points without limit)'}`,
    'Handoff:',
    ...indented([...describeHanding(playbook), describeChannels(playbook)]),
    `Back to marketing: ${returns === null ? 'never by itself' : `when ${returns.text}`}`,
    ...indented(returns === null ? [] : describeReturn(returns)),
    review === null
      ? 'Review: none'
      : `Review: when ${review.text}; expected contract value ${review.expectedContractValue.text}`,
    ...indented(review === null ? [] : describeReview(review)),
    'After the handoff:',
    ...indented(describeWork(handoff.work)),
    'Not a fit:',
    ...indented(describeNotAFit(notAFit)),
  ];
}

function indented(lines: string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
