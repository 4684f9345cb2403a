/** A playbook's text held against the language, the portal's own lists, and what has arrived. Saves nothing. */
import { type CheckedPlaybook, localWeek, type PlaybookForm, type UnderstoodPlaybook, usedSignals } from '@zo/shared';
import { type PortalPlaybook, readAsKept } from '../catalogue/read-portal-playbook.ts';
import type { Clock } from '../clock.ts';
import type { PortalOwner } from '../handoff/assign.ts';
import { channelWarnings } from '../playbook/channel-warnings.ts';
import { readForm } from '../playbook/edit/read-form.ts';
import { explainSentence } from '../playbook/explain-sentence.ts';
import type { ReadPlaybook } from '../playbook/read-playbook.ts';
import type { ReadSource } from '../portals/playbook-draft.ts';
import type { PortalMemory } from '../portals/portal-memory.ts';
import { settingNames } from '../portals/portal-state.ts';
import { sharedChannels } from '../slack/shared-channel.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import type { PortalStore } from '../store/store.ts';
import { ownerStates } from './owner-states.ts';
import { placeProblems } from './place-problem.ts';
import { seenName, signalArrivals } from './signal-arrivals.ts';
import { withinTime } from './within-time.ts';

export type CheckParts = {
  store: Pick<PortalStore, 'portal' | 'setting'> & Pick<SettingsStore, 'newestEvents' | 'eventsNamed'>;
  /** With HubSpot asked again where a property is not known. */
  readSource: ReadSource;
  slackOf: (portalId: number) => Pick<SlackGateway, 'findUserByEmail' | 'findUser' | 'listChannels'> | null;
  memory: PortalMemory;
  clock: Clock;
};

export const mostEventNames = 500;
/** While somebody types, names that are not known yet are the rule: HubSpot is not asked about each. */
const askAgainAfterMs = 60_000;
/** The list is remembered: what comes too late is told at the next look. */
const slackWithinMs = 1_500;

export type CheckText = (portalId: number, source: string) => Promise<CheckedPlaybook>;

export function createCheckText(parts: CheckParts): CheckText {
  const { store, memory, clock } = parts;
  const askedAt = memory.map<number, number>('when HubSpot was asked for properties');

  async function read(portalId: number, source: string): Promise<ReadPlaybook> {
    const kept: PortalPlaybook = await readAsKept(store, portalId, source);
    const isUnknown = 'errors' in kept.read && kept.read.errors.some((error) => error.isUnknownProperty);
    if (!isUnknown || clock.now() - (askedAt.get(portalId) ?? 0) < askAgainAfterMs) return kept.read;
    askedAt.set(portalId, clock.now());
    return (await parts.readSource(portalId, source)).read;
  }

  return async (portalId, source) => {
    const form = readForm(source);
    const answer = await read(portalId, source);
    const timeZone = (await store.portal(portalId))?.timeZone ?? 'UTC';
    const isRead = 'playbook' in answer;
    return {
      problems: placeProblems(source, isRead ? [] : answer.errors),
      warnings: placeProblems(source, isRead ? [...answer.warnings, ...(await warnOfChannels(portalId, source))] : []),
      understood: isRead ? understand(answer, timeZone) : null,
      form,
      signals: form === null ? [] : await arrivals(portalId, form, answer, timeZone),
      owners: form === null ? [] : await statesOf(portalId, form),
    };
  };

  async function arrivals(portalId: number, form: PlaybookForm, answer: ReadPlaybook, timeZone: string) {
    const week = localWeek(clock.now(), timeZone);
    const names = form.signals.flatMap(({ events }) => events.map(seenName));
    const asked = await store.eventsNamed(portalId, week, names);
    const newest = asked.length < new Set(names).size ? await store.newestEvents(portalId, week, mostEventNames) : [];
    return signalArrivals(form.signals, 'playbook' in answer ? usedSignals(answer.playbook) : [], { asked, newest });
  }

  async function warnOfChannels(portalId: number, source: string) {
    const slack = parts.slackOf(portalId);
    const shared = slack === null ? null : await withinTime(sharedChannels(slack), slackWithinMs);
    return channelWarnings(source, shared?.value ?? null);
  }

  async function statesOf(portalId: number, form: PlaybookForm) {
    const known = ((await store.setting(portalId, settingNames.owners)) ?? []) as PortalOwner[];
    const named = form.owners.map(({ email, terms }) => ({ email, slack: terms.slack ?? null }));
    return ownerStates(named, known, parts.slackOf(portalId));
  }
}

function understand(
  { playbook, highestScore }: Extract<ReadPlaybook, { playbook: unknown }>,
  timeZone: string,
): UnderstoodPlaybook {
  const { expression, sentence } = playbook.definition;
  return {
    sentence,
    ...explainSentence(expression, { timeZone }),
    highestScore,
    returnWhen: playbook.return?.text ?? null,
    reviewWhen: playbook.review?.text ?? null,
  };
}
