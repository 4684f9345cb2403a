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
import { createOpenapiRouter } from './http/openapi.ts';
import type { Figure } from './http/prometheus.ts';
import { createSampleRoutes } from './http/sample-routes.ts';
import { createSlackRoutes } from './http/slack-routes.ts';
import { createWebhookRoutes } from './http/webhook-routes.ts';
import { learnActionIds } from './hubspot/learn-action-ids.ts';
import { readContactOwner } from './hubspot/read-contact-owner.ts';
import packageJson from './package.json' with { type: 'json' };
import type { ReadSource } from './portals/playbook-draft.ts';
import type { PortalStates } from './portals/portal-state.ts';
import type { SampleActivities } from './sample/sample-activity.ts';
import type { NoteRefusal } from './settings/note-refusal.ts';
import type { RunOnce } from './settings/run-once.ts';
import { createSettings } from './settings/settings.ts';
import { settingsParts } from './settings/settings-parts.ts';
import type { Work } from './start-work.ts';
import type { WholeStore } from './store/open-store.ts';

export type RoutesParts = {
  config: Config;
  store: WholeStore;
  states: PortalStates;
  clock: Clock;
  connections: Connections;
  work: Work;
  sample: SampleActivities;
  operator: Pick<
    AdminParts,
    'provisioning' | 'playbooks' | 'rules' | 'reports' | 'erasure' | 'routing' | 'doctor' | 'auditDeed'
  > & {
    home: Home;
    readSource: ReadSource;
    once: RunOnce;
    noteRefusal: NoteRefusal;
  };
  drift: Parameters<typeof takePresses>[0]['watch'] & AdminParts['drift'];
  publicUrl: () => string;
  isDraining: () => boolean;
  figures: () => Figure[];
  log: Logger;
};

export function mountRoutes(parts: RoutesParts): (app: Express) => void {
  const { config, store, states, clock, work, sample, drift, publicUrl, log } = parts;
  const { slack } = parts.connections;
  const signed = { secret: config.hubspotClientSecret, publicUrl, clock };
  const settings = createSettings(
    settingsParts({ config, store, states, clock, slack, drift, publicUrl, ...parts.operator }),
  );
  const { version } = packageJson;
  return (app) => {
    app.use(
      createHealthRouter({
        isStoreReady: async () => (await store.portals()) !== null,
        isDraining: parts.isDraining,
        figures: parts.figures,
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
          adminEmails: config.adminEmails,
          drainHeld: work.drainHeld,
          onChange: (portalId) => {
            work.deliver(portalId);
            work.decide(portalId);
          },
        },
        learnActionId: learnActionIds(store, () => clock.now()),
        options: optionLists(states, parts.connections),
      }),
    );
    app.use(createWebhookRoutes({ signed, store, states, clock, onChange: work.deliver }));
    app.use(createSettingsRoutes({ signed, settings }));
    app.use(
      createCardRoutes({
        signed,
        store,
        states,
        clock,
        operators: config.adminEmails,
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
      }),
    );
    app.use(createHomeRoutes({ signed, home: parts.operator.home }));
    app.use(createCompanyCardRoutes({ signed, store, states, clock }));
    app.use(createHistoryCardRoutes({ signed, store, states, clock }));
    app.use(
      createSampleRoutes({
        signed,
        sample,
        store,
        adminEmails: config.adminEmails,
        noteRefusal: parts.operator.noteRefusal,
      }),
    );
    app.use(
      createSlackRoutes({
        signingSecret: config.slackSigningSecret,
        clock,
        onInteraction: takeInteractions({
          store,
          states,
          slack,
          clock,
          operators: config.adminEmails,
          slackApiUrl: config.slackApiUrl,
          onOtherPress: takePresses({
            watch: drift,
            states,
            slack,
            adminEmails: config.adminEmails,
            slackApiUrl: config.slackApiUrl,
            log,
          }),
          onKept: work.deliver,
          log,
        }),
      }),
    );
    app.use(createAdminRoutes({ token: config.adminToken, store, drift, sample, ...parts.operator }));
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
      return list.value.map(({ id, name }) => ({ value: id, label: `#${name}` }));
    },
  };
}
