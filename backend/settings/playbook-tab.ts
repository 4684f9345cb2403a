/** Everything the Playbook tab shows before anybody has changed anything. */

import path from 'node:path';
import {
  type HubspotOwner,
  localWeek,
  type PlaybookTab,
  type PlaybookVersion,
  type PlaybookVersionAnswer,
} from '@zo/shared';
import { leadStatusesIn } from '../catalogue/lead-status.ts';
import { portalCatalogue } from '../catalogue/portal-catalogue.ts';
import type { Clock } from '../clock.ts';
import type { PortalOwner } from '../handoff/assign.ts';
import { describeChanges } from '../playbook/describe-changes.ts';
import type { RuleFollower } from '../portals/follow-rules.ts';
import { settingNames } from '../portals/portal-state.ts';
import type { SlackGateway } from '../slack/slack-gateway.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import type { PortalStore, StoredPlaybook } from '../store/store.ts';
import { channelsFound } from './channels-found.ts';
import { type CheckText, mostEventNames } from './check-text.ts';
import { slackPeople } from './slack-people.ts';

export type PlaybookTabParts = {
  store: PortalStore & Pick<SettingsStore, 'newestEvents'>;
  rules: Pick<RuleFollower, 'progress'>;
  checkText: CheckText;
  slackOf: (portalId: number) => Pick<SlackGateway, 'listChannels' | 'listPeople'> | null;
  /** PLAYBOOK; null when the database holds the playbook. */
  playbookFile: string | null;
  clock: Clock;
};

/** What somebody begins with who has no playbook yet: the form says what is missing. */
const firstSource = 'signals:\n\nscore:\n\ndefinition:\n\nhandoff:\n  owners:\n  first call due: 2 working hours\n';

export async function playbookTab(
  { store, rules, checkText, slackOf, playbookFile, clock }: PlaybookTabParts,
  portalId: number,
  timeZone: string,
): Promise<PlaybookTab> {
  const newest = await store.playbook(portalId);
  const source = newest?.source ?? firstSource;
  const [checked, takingEffect, eventsSeen, owners, channels, people, { catalogue }] = await Promise.all([
    checkText(portalId, source),
    rules.progress(portalId),
    store.newestEvents(portalId, localWeek(clock.now(), timeZone), mostEventNames),
    store.setting(portalId, settingNames.owners) as Promise<PortalOwner[] | null>,
    channelsFound(slackOf(portalId)),
    slackPeople(slackOf(portalId)),
    portalCatalogue(store, portalId),
  ]);
  const leadStatuses = leadStatusesIn(catalogue);
  return {
    playbookFile: playbookFile === null ? null : path.basename(playbookFile),
    newest: newest && toVersion(newest),
    source,
    checked,
    takingEffect: takingEffect && { ...takingEffect },
    eventsSeen,
    hubspotOwners: (owners ?? [])
      .filter(({ email }) => email !== '')
      .map(toOwner)
      .sort(activeFirst),
    channels,
    slackPeople: people,
    leadStatuses: leadStatuses?.map(({ value, label }) => ({ value, label })) ?? null,
  };
}

export async function playbookVersion(
  store: Pick<PortalStore, 'playbookVersions'>,
  portalId: number,
  version: number,
): Promise<PlaybookVersionAnswer> {
  const [found, earlier] = await store.playbookVersions(portalId, { before: version + 1, limit: 2 });
  if (found?.version !== version) return { status: 'unknown version' };
  const changes = describeChanges(earlier?.source ?? '', found.source);
  return { status: 'found', playbook: { ...toVersion(found), source: found.source, changes } };
}

export function toVersion({ version, author, createdAt, reason }: StoredPlaybook): PlaybookVersion {
  return { version, savedBy: author, savedAt: createdAt, reason };
}

function toOwner({ email, name, active }: PortalOwner): HubspotOwner {
  return { email, name, isActive: active };
}

function activeFirst(one: HubspotOwner, other: HubspotOwner): number {
  return Number(other.isActive) - Number(one.isActive) || one.name.localeCompare(other.name);
}
