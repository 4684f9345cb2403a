import { type OwnerTerms, type Playbook, printDay, printDays } from '@zo/shared';
import { hoursWords } from './hours-words.ts';

/** What the playbook says of its owners besides their addresses; nothing where it says nothing. */
export function describeRouting({ handoff: { routing } }: Pick<Playbook, 'handoff'>): string[] {
  if (routing === undefined) return [];
  const { outsideHours, leaveBufferDays, owners } = routing;
  const buffer = leaveBufferDays === 0 ? 'none' : `${printDays(leaveBufferDays)} before and after`;
  return [
    ...Object.entries(owners).map(([email, terms]) => `  ${email}: ${termWords(terms).join('; ')}`),
    `route outside hours: ${outsideHours ? 'yes' : 'no'}; leave buffer: ${buffer}`,
  ];
}

function termWords({ weight, hours, zone, leave, manager, slack, dailyCap, openCap, territory }: OwnerTerms): string[] {
  const spans = leave.map(({ from, to }) => (from === to ? printDay(from) : `${printDay(from)} to ${printDay(to)}`));
  return [
    `weight ${weight}`,
    ...(hours === null ? [] : [`hours ${hoursWords(hours)}`]),
    ...(zone === null ? [] : [`zone ${zone}`]),
    ...(spans.length === 0 ? [] : [`leave ${spans.join(', ')}`]),
    ...(manager === null ? [] : [`manager ${manager}`]),
    ...(slack === null ? [] : [`in Slack ${slack}`]),
    ...(dailyCap === null ? [] : [`at most ${dailyCap} a day`]),
    ...(openCap === null ? [] : [`at most ${openCap} open`]),
    ...(territory === null ? [] : [`territory ${territory.text}`]),
  ];
}
