/** What disconnecting does, before it is done and after; and what somebody is told who meets a portal that is disconnected. */
import { localDay, printDay } from '@zo/shared';
import type { CredentialStatus } from '../store/credential-store.ts';

/** The alarm of a portal that has taken the app away. Not the one of failing calls, which the next call that works clears. */
export const disconnectedAlarm = 'hubspot disconnected';

const dayMs = 24 * 60 * 60_000;

export type EndTerms = { at: number; keepDays: number; timeZone: string };

export function erasedAt({ at, keepDays }: Pick<EndTerms, 'at' | 'keepDays'>): number {
  return at + keepDays * dayMs;
}

export function wordsBefore(terms: EndTerms, workflows: readonly string[]): string[] {
  return [
    ...workflows.map((name) => `The workflow "${name}" is turned off. It stays in HubSpot.`),
    'The app is uninstalled from this HubSpot account. HubSpot tells its administrators by e-mail.',
    'Nothing is read from HubSpot or written there any more, nobody is alerted, and within half a minute events sent with the write keys of this account are refused.',
    'The zo_* properties and their values stay in HubSpot. They are yours; delete them there if you do not want them.',
    `Everything we keep of this account is erased for good in ${daysOf(terms)}, on ${dayOf(terms)}: events, usage, decisions, receipts, the playbook, keys and tokens. Installing the app again before that brings all of it back.`,
  ];
}

export type WorkflowOff = { name: string; problem: string | null };

export function wordsAfter(terms: EndTerms, workflows: readonly WorkflowOff[], isUninstalled: boolean): string[] {
  return [
    ...workflows.map(({ name, problem }) =>
      problem === null
        ? `The workflow "${name}" is off.`
        : `The workflow "${name}" could not be turned off (${problem}): turn it off in HubSpot.`,
    ),
    isUninstalled
      ? 'The app is uninstalled from this HubSpot account.'
      : 'The app had been taken out of this HubSpot account before.',
    'Nothing is read from HubSpot or written there any more, nobody is alerted, and within half a minute events are refused. The zo_* properties stay in HubSpot.',
    `Everything we keep of this account is erased for good on ${dayOf(terms)}, unless the app is installed again before.`,
  ];
}

/** Null: it is connected. */
export function whyNotConnected(
  status: CredentialStatus,
  { keepDays, timeZone }: Omit<EndTerms, 'at'>,
  installUrl: string,
): string | null {
  if (status.state === 'active') return null;
  const terms = { at: status.at, keepDays, timeZone };
  const keeps =
    status.state === 'disconnected'
      ? `What we keep of it is erased on ${dayOf(terms)}, and comes back when it is installed before`
      : `Nothing is lost: events are kept, and what has to be written waits. On ${dayOf(terms)} it is erased`;
  return `Disconnected: ${status.reason}. ${keeps}. Install the app again: ${installUrl}`;
}

function daysOf({ keepDays }: EndTerms): string {
  return keepDays === 1 ? '1 day' : `${keepDays} days`;
}

function dayOf(terms: EndTerms): string {
  return printDay(localDay(erasedAt(terms), terms.timeZone));
}
