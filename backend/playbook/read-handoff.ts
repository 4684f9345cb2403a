import {
  type DefinitionContext,
  defaultLeaveBufferDays,
  defaultWorkingHours,
  defaultWorkTerms,
  type Parsed,
  type Playbook,
  parseDays,
  parseWorkingDuration,
  parseWorkingHours,
  type Routing,
} from '@zo/shared';
import type { Node } from 'yaml';
import { readChannel } from './read-channel.ts';
import { readOwners } from './read-owners.ts';
import { readChoice, readParsed } from './read-parsed.ts';
import type { YamlSource } from './yaml-source.ts';

const keys = [
  'owners',
  'first call due',
  'channel',
  'mode',
  'when workflow silent',
  'working hours',
  'route outside hours',
  'leave buffer',
];
const defaultFirstCallDueMinutes = 120;
const longestBufferDays = 30;

export type HandoffSection = Pick<Playbook, 'handoff' | 'workingHours'>;

/** `handoff:` — who gets the call, by when, and where it is announced. */
export function readHandoff(source: YamlSource, node: Node | null, context: DefinitionContext): HandoffSection {
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
  const { emails, terms } = owners === undefined ? { emails: [], terms: {} } : readOwners(source, owners, context);
  const outsideHours = readChoice(source, textAt('route outside hours'), ['yes', 'no']);
  const leaveBufferDays = readParsed(source, textAt('leave buffer'), parseBuffer);
  const saysMore = outsideHours !== null || leaveBufferDays !== null || Object.keys(terms).length > 0;
  const routing: Routing = {
    outsideHours: outsideHours !== 'no',
    leaveBufferDays: leaveBufferDays ?? defaultLeaveBufferDays,
    owners: terms,
  };
  return {
    handoff: {
      owners: emails,
      ...(saysMore ? { routing } : {}),
      firstCallDueMinutes: due ?? defaultFirstCallDueMinutes,
      channel: readChannel(source, entries.get('channel')),
      whenWorkflowSilent: readChoice(source, textAt('when workflow silent'), ['alarm', 'direct mode']) ?? 'alarm',
      mode: readChoice(source, textAt('mode'), ['workflow', 'direct']) ?? 'workflow',
      work: defaultWorkTerms,
    },
    workingHours,
  };
}

/** "2 days"; "none" for leaves that begin and end as they stand. */
function parseBuffer(text: string): Parsed<number> {
  return /^\s*(none|0( days)?)\s*$/i.test(text) ? { ok: true, value: 0 } : parseDays(text, longestBufferDays);
}
