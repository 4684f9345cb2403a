/** The whole examination, as `zo doctor` asks for it: some of it takes seconds, so pages are not built on it. */
import type { ActionIds } from '../hubspot/action-ids.ts';
import type { FiguresStore } from '../store/figures-store.ts';
import type { WholeStore } from '../store/open-store.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import { arrivalChecks } from './check-arrivals.ts';
import { databaseChecks } from './check-database.ts';
import { domainChecks, mostPeopleLookedAt } from './check-domains.ts';
import { actionIdsCheck, hubspotChecks, provisionedCheck, wantedWorkflows } from './check-hubspot.ts';
import { slackChecks } from './check-slack.ts';
import { type Check, type DoctorParts, examine, nameInChecks } from './doctor.ts';
import { portalWords } from './name-portal.ts';
import { readSeen } from './note-seen.ts';
import { type ProvisionedWorkflows, settingNames } from './portal-state.ts';

export type WholeDoctorParts = DoctorParts & {
  store: DoctorParts['store'] & FiguresStore & Pick<SettingsStore, 'arrivedEvents' | 'domainPlaces'>;
  /** The setting HUBSPOT_ACTION_IDS; null when not set. */
  actionIdsSetting: string | null;
  database: WholeStore['look'];
};

export async function examineWhole(parts: WholeDoctorParts): Promise<Check[]> {
  const { store, portalId, hubspot, slack, now } = parts;
  if (parts.isEnded) return examine(parts);
  const [checks, portal, state, learned, workflows] = await Promise.all([
    examine(parts),
    store.portal(portalId),
    parts.states.get(portalId),
    store.setting(portalId, settingNames.actionIds) as Promise<ActionIds | null>,
    store.setting(portalId, settingNames.workflows) as Promise<ProvisionedWorkflows | null>,
  ]);
  const hubspotAnswers = !checks.some(({ name }) => name === 'HubSpot');
  const found = [
    ...(hubspot === null || !hubspotAnswers ? [] : await hubspotChecks(hubspot, portal?.scopes ?? [])),
    provisionedCheck(workflows, {
      isLive: state?.mode === 'workflow' && state.portal.goLiveAt !== null,
      wanted: wantedWorkflows(state?.playbook ?? null, portal?.scopes ?? []),
    }),
    actionIdsCheck({ setting: parts.actionIdsSetting, learned, workflows }),
    ...(slack === null ? [] : await slackChecks(slack, state?.playbook ?? null)),
    ...arrivalChecks(
      {
        events: await store.arrivedEvents(portalId),
        card: await readSeen(store, portalId, 'contact card'),
        webhook: await readSeen(store, portalId, 'webhook'),
        figures: await store.portalFigures(portalId, now),
      },
      { timeZone: portal?.timeZone ?? 'UTC', now },
    ),
  ];
  found.push(...domainChecks(await store.domainPlaces(portalId, mostPeopleLookedAt)));
  const database = await parts.database();
  const isKnownBetter = ({ name }: Check) => name === 'Action ids';
  const all = [
    ...checks.filter((check) => !isKnownBetter(check)),
    ...found,
    ...(database === null ? [] : databaseChecks(database)),
  ];
  return nameInChecks(all, await portalWords(store, portalId));
}
