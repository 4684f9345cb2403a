/** Every route but those of the ingest door, put together. */
import type { Express } from 'express';
import type { Logger } from 'pino';
import { takeInteractions } from './clicks/take-interactions.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Connections } from './connections.ts';
import { takePresses } from './drift/press-restore.ts';
import type { Home } from './home/home.ts';
import { createActionRoutes } from './http/action-routes.ts';
import { type AdminParts, createAdminRoutes } from './http/admin-routes.ts';
import { createHomeRoutes } from './http/app/home-routes.ts';
import { createSettingsRoutes } from './http/app/settings-routes.ts';
import { createCardRoutes } from './http/card-routes.ts';
import { createCompanyCardRoutes } from './http/company-card-routes.ts';
import { documentedRoutes } from './http/documented-routes.ts';
import { createHealthRouter } from './http/health.ts';
import { createHistoryCardRoutes } from './http/history-card-routes.ts';
import { createOauthRoutes } from './http/oauth-routes.ts';
import { createOpenapiRouter } from './http/openapi.ts';
import { createSampleRoutes } from './http/sample-routes.ts';
import { createSlackEventsRoutes } from './http/slack-events-routes.ts';
import { createSlackOauthRoutes } from './http/slack-oauth-routes.ts';
import { createSlackRoutes } from './http/slack-routes.ts';
import { createWebhookRoutes } from './http/webhook-routes.ts';
import { learnActionIds } from './hubspot/learn-action-ids.ts';
import { readContactOwner } from './hubspot/read-contact-owner.ts';
import type { Installations } from './oauth/installations.ts';
import packageJson from './package.json' with { type: 'json' };
import { noteSeen } from './portals/note-seen.ts';
import { operatorsOf } from './portals/operators-of.ts';
import type { ReadSource } from './portals/playbook-draft.ts';
import type { PortalMemory } from './portals/portal-memory.ts';
import type { PortalStates } from './portals/portal-state.ts';
import { servedStates } from './portals/served-states.ts';
import type { SampleActivities } from './sample/sample-activity.ts';
import type { NoteRefusal } from './settings/note-refusal.ts';
import type { RunOnce } from './settings/run-once.ts';
import { createSettings } from './settings/settings.ts';
import { settingsParts } from './settings/settings-parts.ts';
import type { SlackPortals } from './slack/connect/slack-portals.ts';
import type { Work } from './start-work.ts';
import type { WholeStore } from './store/open-store.ts';

export type RoutesParts = {
  config: Config;
  store: WholeStore;
  states: PortalStates;
  memory: PortalMemory;
  clock: Clock;
  connections: Connections;
  /** Null: no portal connects Slack itself. */
  slackPortals: SlackPortals | null;
  work: Work;
  sample: SampleActivities;
  backfills: AdminParts['backfills'];
  operator: Pick<
    AdminParts,
    | 'provisioning'
    | 'playbooks'
    | 'rules'
    | 'reports'
    | 'erasure'
    | 'privacy'
    | 'routing'
    | 'doctor'
    | 'auditDeed'
    | 'sharedChannels'
    | 'unconfirmed'
  > & {
    home: Home;
    readSource: ReadSource;
    once: RunOnce;
    noteRefusal: NoteRefusal;
  };
  installations: Installations;
  drift: Parameters<typeof takePresses>[0]['watch'] & AdminParts['drift'];
  publicUrl: () => string;
  hasProperties: (portalId: number) => Promise<boolean>;
  isDraining: () => boolean;
  metrics: () => Promise<string>;
  metricsType: string;
  log: Logger;
};

export function mountRoutes(parts: RoutesParts): (app: Express) => void {
  const { config, store, memory, clock, work, sample, drift, installations, slackPortals, publicUrl, log } = parts;
  const { backfills } = parts;
  const { isServed } = installations;
  // To the outside a portal that is not connected is unknown, whatever is still kept of it.
  const states = servedStates(parts.states, isServed);
  const operators = operatorsOf(config, store);
  const { slack } = parts.connections;
  const signed = { secret: config.hubspotClientSecret, publicUrl, clock };
  const settings = createSettings(
    settingsParts({
      config,
      store,
      states,
      memory,
      clock,
      slack,
      slackPortals,
      drift,
      publicUrl,
      hasProperties: parts.hasProperties,
      operatorsOf: operators,
      ...installations,
      ...parts.operator,
    }),
  );
  const { version } = packageJson;
  return (app) => {
    app.use(
      createHealthRouter({
        isStoreReady: () => store.isWell(),
        isDraining: parts.isDraining,
        metrics: parts.metrics,
        metricsType: parts.metricsType,
      }),
    );
    app.use(
      createOpenapiRouter(
        () => documentedRoutes,
        () => ({ version, url: publicUrl() }),
      ),
    );
    app.use(
      createActionRoutes({
        signed,
        actions: {
          store,
          states,
          clock,
          operatorsOf: operators,
          drainHeld: work.drainHeld,
          onChange: (portalId) => {
            work.deliver(portalId);
            work.decide(portalId);
          },
        },
        isServed,
        learnActionId: learnActionIds(store, () => clock.now()),
        options: optionLists(states, parts.connections),
      }),
    );
    app.use(
      createWebhookRoutes({
        signed,
        store,
        states,
        clock,
        onChange: work.deliver,
        onTold: noteSeen({ store, states, memory, clock, log }, 'webhook'),
      }),
    );
    app.use(createSettingsRoutes({ signed, settings }));
    app.use(
      createCardRoutes({
        signed,
        store,
        states,
        clock,
        operatorsOf: operators,
        drainHeld: work.drainHeld,
        readContactOwner: async (portalId, contactId) => {
          const gateway = parts.connections.hubspot.get(portalId);
          return gateway === undefined ? null : readContactOwner(gateway, contactId);
        },
        auditDeed: parts.operator.auditDeed,
        onChange: (portalId) => {
          work.deliver(portalId);
          work.decide(portalId);
        },
        onCardAsked: noteSeen({ store, states, memory, clock, log }, 'contact card'),
      }),
    );
    app.use(createHomeRoutes({ signed, home: parts.operator.home }));
    app.use(createCompanyCardRoutes({ signed, store, states, clock }));
    app.use(createHistoryCardRoutes({ signed, store, states, clock }));
    app.use(
      createSampleRoutes({ signed, sample, store, operatorsOf: operators, noteRefusal: parts.operator.noteRefusal }),
    );
    app.use(
      createSlackRoutes({
        signingSecret: config.slackSigningSecret,
        clock,
        onInteraction: takeInteractions({
          store,
          states,
          slack,
          // With a token from the environment there is one portal; who pressed is looked at afterwards in either case.
          isOfWorkspace: async (portalId, teamId) =>
            slackPortals === null || (await store.credential(portalId, 'slack'))?.slackTeamId === teamId,
          clock,
          operatorsOf: operators,
          slackApiUrl: config.slackApiUrl,
          onOtherPress: takePresses({
            watch: drift,
            states,
            slack,
            operatorsOf: operators,
            slackApiUrl: config.slackApiUrl,
            log,
          }),
          onKept: work.deliver,
          log,
        }),
      }),
    );
    app.use(createSlackOauthRoutes({ connecting: slackPortals?.connecting ?? null, publicUrl }));
    app.use(
      createSlackEventsRoutes({
        signingSecret: config.slackSigningSecret,
        clock,
        onLoss: slackPortals?.loseWorkspace ?? null,
      }),
    );
    app.use(createOauthRoutes({ install: installations.install, publicUrl, log }));
    app.use(
      createAdminRoutes({
        token: config.adminToken,
        writeKeySetting: config.single?.writeKey ?? null,
        store,
        drift,
        sample,
        backfills,
        installations,
        clock,
        ...parts.operator,
      }),
    );
  };
}

/** What the workflow editor offers for our actions' inputs. */
function optionLists(
  states: PortalStates,
  { slack }: Connections,
): Parameters<typeof createActionRoutes>[0]['options'] {
  return {
    owner: async (portalId) =>
      ((await states.get(portalId))?.owners ?? [])
        .filter(({ active }) => active)
        .map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` })),
    'slack-channel': async (portalId) => {
      const list = await slack.get(portalId)?.listChannels();
      if (list?.outcome !== 'found') return [];
      return list.value.map(({ id, name, sharing }) => ({
        value: id,
        label: sharing === null ? `#${name}` : `#${name} (another company reads it)`,
      }));
    },
  };
}
