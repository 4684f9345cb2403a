import { defaultWorkingHours, type Playbook, parseWorkingDuration, parseWorkingHours } from '@zo/shared';
import type { Node } from 'yaml';
import { readChannel } from './read-channel.ts';
import { readChoice, readParsed } from './read-parsed.ts';
import type { Entry, YamlSource } from './yaml-source.ts';

const keys = ['owners', 'first call due', 'channel', 'mode', 'when workflow silent', 'working hours'];
const maxOwners = 500;
const defaultFirstCallDueMinutes = 120;
const emailShape = /^[^\s@<>()[\]\\,;:"]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/;

export type HandoffSection = Pick<Playbook, 'handoff' | 'workingHours'>;

/** `handoff:` — who gets the call, by when, and where it is announced. */
export function readHandoff(source: YamlSource, node: Node | null): HandoffSection {
  const entries = source.entries(node, 'handoff', keys);
  const textAt = (key: string) => {
    const entry = entries.get(key);
    return entry === undefined ? null : source.textOf(entry);
  };
  const workingHours = readParsed(source, textAt('working hours'), parseWorkingHours) ?? defaultWorkingHours;
  const perDay = workingHours.toMinute - workingHours.fromMinute;
  const due = readParsed(source, textAt('first call due'), (text) => parseWorkingDuration(text, perDay));
  const owners = entries.get('owners');
  if (owners === undefined)
    source.report('handoff needs "owners": the e-mail addresses of account executives', source.spanOf(node));
  return {
    handoff: {
      owners: owners === undefined ? [] : readOwners(source, owners),
      firstCallDueMinutes: due ?? defaultFirstCallDueMinutes,
      channel: readChannel(source, entries.get('channel')),
      whenWorkflowSilent: readChoice(source, textAt('when workflow silent'), ['alarm', 'direct mode']) ?? 'alarm',
      mode: readChoice(source, textAt('mode'), ['workflow', 'direct']) ?? 'workflow',
    },
    workingHours,
  };
}

function readOwners(source: YamlSource, entry: Entry): string[] {
  const owners: string[] = [];
  for (const { text, span } of source.textsOf(entry)) {
    const email = text.trim().toLowerCase();
    if (!emailShape.test(email)) source.report(`"${email.slice(0, 80)}" is not an e-mail address`, span);
    else if (owners.includes(email)) source.report(`${email} stands here twice`, span);
    else if (owners.length === maxOwners) source.report(`There are at most ${maxOwners} owners`, span);
    else owners.push(email);
  }
  if (owners.length === 0) source.report('At least one owner is needed', entry.keySpan);
  return owners;
}
