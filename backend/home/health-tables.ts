/** What is not well, each with what to do about it: alarms, effects that failed, checks. Pure. */
import type { HomeColumn } from '@zo/shared';
import type { AnyEffect } from '../outbox/effect.ts';
import type { Check } from '../portals/doctor.ts';
import type { FailedEffect } from '../store/home-store.ts';
import type { Alarm } from '../store/store.ts';
import type { Counted } from './keep-counted.ts';
import type { WholeTable } from './table.ts';

const alarmColumns: HomeColumn[] = [
  { key: 'since', label: 'Since', kind: 'moment' },
  { key: 'alarm', label: 'Alarm', kind: 'text' },
  { key: 'times', label: 'Times', kind: 'number' },
];
const failedColumns: HomeColumn[] = [
  { key: 'since', label: 'Wanted at', kind: 'moment' },
  { key: 'what', label: 'What', kind: 'text' },
  { key: 'state', label: 'State', kind: 'text' },
  { key: 'reason', label: 'Why', kind: 'text' },
  { key: 'remedy', label: 'What to do', kind: 'text' },
];
const checkColumns: HomeColumn[] = [
  { key: 'check', label: 'Check', kind: 'text' },
  { key: 'state', label: 'State', kind: 'text' },
  { key: 'detail', label: 'Found', kind: 'text' },
  { key: 'remedy', label: 'What to do', kind: 'text' },
];

/** The newest first. */
export function alarmsTable(alarms: readonly Alarm[], most: number, asOf: number): WholeTable {
  const rows = alarms
    .toSorted((one, other) => other.raisedAt - one.raisedAt)
    .slice(0, most)
    .map(({ key, message, raisedAt, times }) => ({
      id: key,
      cells: [raisedAt, message, times],
      contactId: null,
      handoffId: null,
    }));
  return { name: 'alarms', columns: alarmColumns, rows, isCut: alarms.length > most, asOf };
}

type Kind = AnyEffect['kind'];

const kindWords: Record<Kind, string> = {
  'sync contact': 'Values of a contact, to HubSpot',
  'sync company': 'Values of a company, to HubSpot',
  'read facts': 'A contact, from HubSpot',
  'read changed contact': 'A changed contact, from HubSpot',
  'read changed company': 'A changed company, from HubSpot',
  'find deal contacts': 'Contacts of a deal, from HubSpot',
  'archive sample': 'The sample contact, out of HubSpot',
  'write handoff fields': 'Owner and stage of a contact, to HubSpot',
  'return contact': 'A return to marketing, to HubSpot',
  'ask for touch': 'Whether a call was made, from HubSpot',
  'log call': 'A call, to HubSpot',
  'clear contact': 'Our properties of an erased person, out of HubSpot',
  'complete callback': 'The answer to a workflow',
  'post alert': 'An alert in Slack',
  'edit message': 'A message in Slack, brought up to date',
  'redact message': 'A message about an erased person, in Slack',
  'post review': 'A review in Slack',
  'post question': 'A question in Slack',
  'post reminder': 'A reminder in Slack',
  'post note': 'A note in Slack',
  'post drift note': 'A note to the operator in Slack',
  'post digest': 'The weekly digest in Slack',
  'post sample alert': 'The alert of the sample, in Slack',
  'follow click': 'A press of a button in Slack',
};

/** `words`: names the portal in commands, where it has to be named. */
export function failedTable(
  failed: readonly FailedEffect[],
  most: number,
  asOf: number,
  words: (text: string) => string,
): WholeTable {
  const rows = failed.map(({ key, kind, state, createdAt, reason }) => ({
    id: key,
    cells: [
      createdAt,
      wordsOf(kind),
      state === 'failed' ? 'Failed' : 'Not confirmed',
      reason,
      words(remedyOf(kind, state)),
    ],
    contactId: null,
    handoffId: null,
  }));
  return { name: 'failed', columns: failedColumns, rows, isCut: failed.length >= most, asOf };
}

function wordsOf(kind: string): string {
  return Object.hasOwn(kindWords, kind) ? kindWords[kind as Kind] : kind;
}

function remedyOf(kind: string, state: FailedEffect['state']): string {
  const isInSlack = wordsOf(kind).includes('Slack');
  if (state === 'unconfirmed')
    return `Look in ${isInSlack ? 'Slack' : 'HubSpot'}: it may have arrived. \`zo unconfirmed\` settles it; by itself it is not sent again.`;
  if (kind === 'post alert') return 'Tell the owner yourself; mend what Slack says for the next ones.';
  if (isInSlack) return 'Mend what Slack says for the next ones. This one is not sent again.';
  return 'Mend what HubSpot says. It is written again when the contact next changes.';
}

const checkStates: Record<Check['state'], string> = { problem: 'Problem', warning: 'Warning', ok: 'Fine' };

/** What needs somebody first. */
export function checksTable(counted: Counted<Check[]> | null): WholeTable {
  const order = Object.keys(checkStates);
  const rows = (counted?.value ?? [])
    .map((check, index) => ({ check, index }))
    .sort((one, other) => order.indexOf(one.check.state) - order.indexOf(other.check.state) || one.index - other.index)
    .map(({ check: { name, state, detail, remedy }, index }) => ({
      id: String(index),
      cells: [name, checkStates[state], detail, remedy],
      contactId: null,
      handoffId: null,
    }));
  return { name: 'checks', columns: checkColumns, rows, isCut: false, asOf: counted?.asOf ?? null };
}
