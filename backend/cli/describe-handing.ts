/** To whom handoffs go and by when, and which channels are told, as the playbook was understood. */
import { type Playbook, printWorkingMinutes } from '@zo/shared';
import { describeRouting } from './describe-routing.ts';
import { hoursWords } from './hours-words.ts';

export function describeHanding(playbook: Playbook): string[] {
  const { handoff, workingHours } = playbook;
  return [
    `owners: ${handoff.owners.join(', ')}${handoff.routing === undefined ? '; by turns, all equal' : ''}`,
    ...describeRouting(playbook),
    `first call due: within ${printWorkingMinutes(handoff.firstCallDueMinutes)}`,
    `working hours: ${hoursWords(workingHours)}`,
  ];
}

/** "channels: handoffs #pql-handoff, returns #marketing, reviews none, alarms #revops". */
export function describeChannels({ handoff, return: back, review, operatorChannel }: Playbook): string {
  const named: [string, string | null | undefined][] = [
    ['handoffs', handoff.channel],
    ...(back === null ? [] : [['returns', back.channel] as [string, string | null]]),
    ...(review === null ? [] : [['reviews', review.channel] as [string, string | null]]),
    ['alarms', operatorChannel ?? 'a direct message to the first operator'],
  ];
  return `channels: ${named.map(([what, channel]) => `${what} ${channel ?? 'none'}`).join(', ')}`;
}
