import {
  type DefinitionContext,
  defaultLeaveBufferDays,
  defaultWorkingHours,
  type Parsed,
  type Playbook,
  parseDays,
  parseWorkingDuration,
  parseWorkingHours,
  type Routing,
  type Span,
  type WorkingHours,
} from '@zo/shared';
import type { Node } from 'yaml';
import { playbookKeys } from './playbook-keys.ts';
import { readChannel } from './read-channel.ts';
import { readOwners } from './read-owners.ts';
import { readChoice, readParsed } from './read-parsed.ts';
import { readWorkTerms } from './read-work-terms.ts';
import type { YamlSource } from './yaml-source.ts';

const defaultFirstCallDueMinutes = 120;
const longestBufferDays = 30;

export type HandoffSection = Pick<Playbook, 'handoff' | 'workingHours'>;

/** `overdueSpan`: where "when overdue" stands; null where the file leaves it to the default. */
export type PlacedHandoff = { section: HandoffSection; overdueSpan: Span | null };

/** `handoff:` — who gets the call, by when, where it is announced, and what follows. */
export function readHandoff(source: YamlSource, node: Node | null, context: DefinitionContext): PlacedHandoff {
  const entries = source.entries(node, 'handoff', playbookKeys.handoff);
  const textAt = (key: string) => source.textAt(entries, key);
  const workingHours = readParsed(source, textAt('working hours'), parseWorkingHours) ?? defaultWorkingHours;
  const perDay = minutesPerDay(workingHours);
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
  const section: HandoffSection = {
    handoff: {
      owners: emails,
      ...(saysMore ? { routing } : {}),
      firstCallDueMinutes: due ?? defaultFirstCallDueMinutes,
      channel: readChannel(source, entries.get('channel')),
      whenWorkflowSilent: readChoice(source, textAt('when workflow silent'), ['alarm', 'direct mode']) ?? 'alarm',
      mode: readChoice(source, textAt('mode'), ['workflow', 'direct']) ?? 'workflow',
      work: readWorkTerms(source, entries, perDay),
    },
    workingHours,
  };
  const overdue = entries.get('when overdue');
  return { section, overdueSpan: overdue === undefined ? null : source.spanOf(overdue.value) };
}

export function minutesPerDay({ fromMinute, toMinute }: WorkingHours): number {
  return toMinute - fromMinute;
}

/** "2 days"; "none" for leaves that begin and end as they stand. */
function parseBuffer(text: string): Parsed<number> {
  return /^\s*(none|0( days)?)\s*$/i.test(text) ? { ok: true, value: 0 } : parseDays(text, longestBufferDays);
}
