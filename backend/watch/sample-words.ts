/** What the daily sample found, in words. Pure. */
import { counted } from '../text/counted.ts';
import type { SampleDifference } from './compare-sample.ts';
import { listed, type Told } from './told.ts';
import type { SampleFigures } from './watch-report.ts';

export const sampledContacts = 'sample:contacts';

const mostExamples = 3;
const mostOfValue = 80;

export function tellOfSample(figures: SampleFigures, found: readonly SampleDifference[], since: number): Told {
  const differing = new Set(found.map(({ personId }) => personId)).size;
  return {
    key: sampledContacts,
    since,
    headline: `HubSpot does not have what Zo wrote: ${differing} of ${figures.contacts} contacts in the daily sample ${differing === 1 ? 'differs' : 'differ'}`,
    lines: [
      foundWords(figures),
      ...found.slice(0, mostExamples).map(exampleWords),
      'Our values are written again, at most once a day per record; `zo drift` names whoever else writes them',
    ],
  };
}

/** "2 values changed, 1 value never written, 1 contact gone". */
function foundWords({ changed, neverWritten, gone }: SampleFigures): string {
  const values = (count: number, what: string) => (count === 0 ? [] : [`${counted(count, 'value')} ${what}`]);
  return listed([
    ...values(changed, 'changed by somebody or something else'),
    ...values(neverWritten, 'never written'),
    ...(gone === 0 ? [] : [`${counted(gone, 'contact')} gone`]),
  ]);
}

function exampleWords(difference: SampleDifference): string {
  const contact = `contact ${difference.recordId}`;
  if (difference.kind === 'gone') return `${contact} is not in HubSpot any more`;
  const { property, live, ours, kind } = difference;
  const end = kind === 'changed' ? `where we wrote ${valueWords(ours)}` : `and ${valueWords(ours)} was never written`;
  return `${contact} has ${valueWords(live)} in ${property}, ${end}`;
}

function valueWords(value: string): string {
  if (value === '') return 'nothing';
  return JSON.stringify(value.length > mostOfValue ? `${value.slice(0, mostOfValue)}…` : value);
}
