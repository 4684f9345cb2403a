/** What an operator should know about a portal now: each check with its state and, when it is not fine, the remedy. */
import { localMoment, type Playbook } from '@zo/shared';
import { driftChecks } from '../drift/doctor-checks.ts';
import type { DriftReport } from '../drift/drift.ts';
import { HubspotError } from '../hubspot/hubspot-errors.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import { costOf, optionalScopes, requiredScopes } from '../hubspot/scopes.ts';
import { checkForgotten } from '../privacy/check-forgotten.ts';
import { checkReconciliation } from '../reconcile/check-reconciliation.ts';
import { findShared, type SharedChannel, sharedChannels, sharingWords } from '../slack/shared-channel.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import { type SlackVia, slackRemedies } from '../slack/slack-remedies.ts';
import type { ForgettingStore } from '../store/forgetting-store.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { Alarm, OutboxStore, PortalStore } from '../store/store.ts';
import { checkValues } from '../sweep/check-values.ts';
import { SealBrokenError } from '../tokens/sealer.ts';
import { watchChecks } from '../watch/doctor-checks.ts';
import { sampledContacts } from '../watch/sample-words.ts';
import type { WatchReport } from '../watch/watch-report.ts';
import { restoredAlarm, restoredRemedy } from './after-restore.ts';
import { disconnectedAlarm } from './disconnect-words.ts';
import { portalWords } from './name-portal.ts';
import { playbookFileAlarm } from './playbook-file.ts';
import { type PortalStates, settingNames } from './portal-state.ts';

export type Check = { name: string; state: 'ok' | 'warning' | 'problem'; detail: string; remedy: string | null };

export type DoctorAnswer = { checks: Check[] };

export type DoctorParts = {
  store: PortalStore & OutboxStore & HandoffStore & ForgettingStore;
  states: PortalStates;
  hubspot: HubspotGateway | null;
  slack: SlackGateway | null;
  portalId: number;
  slackVia: SlackVia;
  /** Why it is not connected; null: it is, or never was. */
  whyNot: string | null;
  /** Somebody had it disconnected: nothing is expected of it any more. */
  isEnded: boolean;
  /** Installed by OAuth. */
  isOauth: boolean;
  /** Looks now. */
  drift: () => Promise<DriftReport>;
  /** Looks now; null without a playbook. */
  watch: () => Promise<WatchReport | null>;
  now: number;
};

export async function examine(parts: DoctorParts): Promise<Check[]> {
  const { whyNot, isEnded, store, portalId } = parts;
  if (isEnded && whyNot !== null) return [{ name: 'HubSpot', state: 'ok', detail: whyNot, remedy: null }];
  return nameInChecks(await look(parts), await portalWords(store, portalId));
}

/** Commands in the checks name the portal where they have to. */
export function nameInChecks(checks: readonly Check[], words: (text: string) => string): Check[] {
  return checks.map(({ detail, remedy, ...check }) => ({
    ...check,
    detail: words(detail),
    remedy: remedy === null ? null : words(remedy),
  }));
}

async function look(parts: DoctorParts): Promise<Check[]> {
  const { store, states, hubspot, slack, portalId, whyNot, drift, watch, now } = parts;
  const remedies = slackRemedies[parts.slackVia];
  const checks: Check[] = [];
  const note = (name: string, state: Check['state'], detail: string, remedy: string | null = null) =>
    checks.push({ name, state, detail, remedy });

  let hubspotAnswers = false;
  if (hubspot === null && whyNot !== null) note('HubSpot', 'problem', whyNot);
  else if (hubspot === null)
    note('HubSpot', 'problem', 'no access token', 'Set HUBSPOT_PORTAL_ID and HUBSPOT_ACCESS_TOKEN.');
  else {
    try {
      await hubspot.account();
      const scopes = await hubspot.tokenScopes();
      hubspotAnswers = true;
      const missing = requiredScopes.filter((scope) => !scopes.includes(scope));
      const without = optionalScopes.filter((scope) => !scopes.includes(scope));
      if (missing.length > 0)
        note('HubSpot scopes', 'problem', `missing ${costsOf(missing)}`, 'Grant them to the app.');
      else note('HubSpot scopes', 'ok', 'all required scopes granted');
      if (without.length > 0) {
        const words = without.includes('automation') ? 'direct mode serves instead of workflows' : 'some features rest';
        note('HubSpot optional scopes', 'warning', `without ${costsOf(without)}: ${words}`, 'Grant them if wanted.');
      }
    } catch (error) {
      note('HubSpot', 'problem', (error as Error).message, remedyOf(error as Error, parts.isOauth));
    }
  }

  if (slack === null) note('Slack', 'problem', 'not connected', remedies.notConnected);
  else {
    const identity = await slack.testAuth();
    if (identity.outcome === 'found') note('Slack', 'ok', `connected to ${identity.value.teamName}`);
    else if (identity.outcome === 'refused') {
      note('Slack', 'problem', identity.reason, identity.remedy ?? remedies.refused);
    } else {
      const reason = 'reason' in identity ? identity.reason : 'Slack asks us to slow down';
      note('Slack', 'problem', reason, 'Check whether Slack can be reached from here, and ask again.');
    }
  }

  const state = await states.get(portalId);
  const watched = await watch();
  const alarms = await store.alarms(portalId);
  if (state === null) {
    const isWaiting = alarms.some(({ key }) => key === playbookFileAlarm);
    if (isWaiting) note('Playbook', 'problem', 'the file is not in force yet; the alarm below says why');
    else note('Playbook', 'problem', 'none yet', 'Save one under Set up, or run `zo playbook apply FILE`.');
  } else {
    note('Playbook', 'ok', `version ${state.playbookVersion}: ${state.playbook.definition.sentence}`);
    if (state.portal.goLiveAt === null) {
      const remedy = 'When you are ready press Go live in the settings, or run `zo provision --go-live`.';
      note('Go-live', 'warning', 'watch mode: nobody is alerted', remedy);
    } else {
      const since = localMoment(state.portal.goLiveAt, state.portal.timeZone, parts.now);
      note('Go-live', 'ok', `live since ${since}, ${state.mode} mode`);
    }
    if (slack !== null) checks.push(...channelChecks(state.playbook, await sharedChannels(slack)));
    for (const email of state.playbook.handoff.owners) {
      const owner = state.owners.find((one) => one.email === email);
      if (!owner?.active && !hubspotAnswers) {
        note('Owner', 'warning', `${email} cannot be looked up while HubSpot does not answer`);
      } else if (!owner?.active) {
        note(
          'Owner',
          'problem',
          `${email} is not an active HubSpot owner`,
          'Correct the playbook or the user in HubSpot.',
        );
      } else if (slack !== null && (await slack.findUserByEmail(email)).outcome === 'absent') {
        note('Owner', 'warning', `${email} is nobody in Slack`, 'Alerts for them go to the channel only.');
      }
    }
    if (hubspot !== null) checks.push(...(await lookForDrift(drift)));
    if (watched !== null) {
      const differs = alarms.find(({ key }) => key === sampledContacts)?.message ?? null;
      checks.push(...watchChecks(watched, differs, { timeZone: state.portal.timeZone, now }));
    }
  }

  const when = { timeZone: (await store.portal(portalId))?.timeZone ?? 'UTC', now };
  checks.push(...(await checkValues(store, portalId, state?.playbook ?? null, when)));
  checks.push(...(await checkReconciliation(store, portalId, when)));
  checks.push(...(await checkForgotten(store, portalId, now)));
  const learned = (await store.setting(portalId, settingNames.actionIds)) as object | null;
  if (learned !== null) note('Action ids', 'ok', `learned: ${Object.keys(learned).join(', ')}`);
  const outbox = await store.outboxCounts(portalId);
  const unconfirmed = outbox.unconfirmed ?? 0;
  note(
    'Outbox',
    unconfirmed > 0 ? 'warning' : 'ok',
    describeCounts(outbox),
    unconfirmed > 0 ? '`zo unconfirmed` lists them, says how to look for each, and settles it.' : null,
  );
  // These have been told in words of their own.
  const isTold = ({ key }: Alarm) => /^(drift|writer|silence|sample):/.test(key);
  const isWhyNot = ({ key }: Alarm) => key === disconnectedAlarm && whyNot !== null;
  for (const alarm of alarms) {
    const remedy = alarm.key === restoredAlarm ? restoredRemedy : null;
    if (!isTold(alarm) && !isWhyNot(alarm)) note('Alarm', 'problem', alarm.message, remedy);
  }
  return checks;
}

function remedyOf({ cause }: Error, isOauth: boolean): string {
  if (cause instanceof SealBrokenError) return cause.remedy;
  return isOauth
    ? 'See whether HubSpot can be reached; install the app again if it does not take our token.'
    : 'Check HUBSPOT_PORTAL_ID, HUBSPOT_ACCESS_TOKEN, and whether HubSpot can be reached.';
}

/** Once for each channel, whatever it is for. */
function channelChecks(playbook: Playbook, shared: SharedChannel[] | null): Check[] {
  const { handoff, return: back, review, operatorChannel } = playbook;
  const named = [handoff.channel, back?.channel, review?.channel, operatorChannel].filter((name) => name != null);
  return [...new Set(named)].flatMap((name): Check[] => {
    const channel = findShared(shared, name);
    if (channel === null) return [];
    const remedy = 'Name a channel of your own in the playbook, or end the sharing in Slack.';
    return [{ name: 'Channel', state: 'warning', detail: sharingWords(name, channel.sharing), remedy }];
  });
}

/** Where HubSpot cannot be asked, that is told above. */
async function lookForDrift(drift: () => Promise<DriftReport>): Promise<Check[]> {
  try {
    return driftChecks(await drift());
  } catch (error) {
    if (!(error instanceof HubspotError)) throw error;
    return [{ name: 'Workflow', state: 'warning', detail: `not compared: ${error.message}`, remedy: null }];
  }
}

function describeCounts(counts: Record<string, number>): string {
  const parts = Object.entries(counts).map(([state, count]) => `${count} ${state}`);
  return parts.length === 0 ? 'empty' : parts.join(', ');
}

/** Each scope with what it is for. */
function costsOf(scopes: readonly string[]): string {
  return scopes.map((scope) => `${scope} (to ${costOf(scope)})`).join('; ');
}
