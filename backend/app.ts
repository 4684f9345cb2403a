/** The service put together: store, clock, doors, lanes. Everything it uses is passed in or made here; nothing is global. */
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { followRulesInBackground } from './background/follow-in-background.ts';
import { readPortalPlaybook } from './catalogue/read-portal-playbook.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { watchDrift } from './drift/drift-watch.ts';
import { takePresses } from './drift/press-restore.ts';
import { followClock } from './follow-clock.ts';
import type { ActionParts } from './handoff/actions/action-request.ts';
import { createDecider } from './handoff/decider.ts';
import { wakeHandoff } from './handoff/take-up.ts';
import { startWaker } from './handoff/waker.ts';
import { createActionRoutes } from './http/action-routes.ts';
import { createAdminRoutes } from './http/admin-routes.ts';
import { createCardRoutes } from './http/card-routes.ts';
import { closeHttpServer, createHttpServer } from './http/create-server.ts';
import { documentedRoutes } from './http/documented-routes.ts';
import { createExpressApp } from './http/express-app.ts';
import { createHealthRouter } from './http/health.ts';
import { createIngestDoor } from './http/ingest-door.ts';
import { createOpenapiRouter } from './http/openapi.ts';
import { ingestFigures, processFigures } from './http/prometheus.ts';
import { createSlackRoutes } from './http/slack-routes.ts';
import { createHubspotGateway, type HubspotGateway } from './hubspot/hubspot-gateway.ts';
import { learnActionIds } from './hubspot/learn-action-ids.ts';
import { normaliseKept } from './ingest/normalise-kept.ts';
import { runHubspotLane } from './outbox/hubspot-lane.ts';
import { startOutboxWorker } from './outbox/outbox-worker.ts';
import { recoverEffects } from './outbox/recover-effects.ts';
import { runSlackLane } from './outbox/slack-lane.ts';
import packageJson from './package.json' with { type: 'json' };
import { noPlaybook } from './playbook/no-playbook.ts';
import { parseStored } from './playbook/parse-stored.ts';
import { awaitPlaybook } from './portals/await-playbook.ts';
import { createPlaybookChanges } from './portals/change-playbook.ts';
import { examine } from './portals/doctor.ts';
import { earlierPlaybooks } from './portals/earlier-playbooks.ts';
import { createErasure } from './portals/erase-people.ts';
import { keepConnecting } from './portals/keep-connecting.ts';
import { keepHouse } from './portals/keep-house.ts';
import { type PortalState, portalStates } from './portals/portal-state.ts';
import { NoPlaybookError } from './portals/provision-plan.ts';
import { createProvisioning } from './portals/provisioning.ts';
import { saveSinglePortal } from './portals/single-portal.ts';
import { keepings } from './provision/keeping.ts';
import { createSlackGateway, type SlackGateway } from './slack/slack-gateway.ts';
import { openStore } from './store/open-store.ts';
import type { FoldRules } from './store/store.ts';
import { keepSweeping } from './sweep/keep-sweeping.ts';

export class PortNotFreeError extends Error {
  constructor({ host, port }: Pick<Config, 'host' | 'port'>, cause: NodeJS.ErrnoException) {
    super(`Cannot listen on ${host}, port ${port} (${cause.code}): free it, or set PORT and HOST.`, { cause });
    this.name = 'PortNotFreeError';
  }
}

export type RunningApp = { url: string; stop(): Promise<void> };

const wakeBatch = 500;

export async function startApp(config: Config, log: Logger): Promise<RunningApp> {
  const followed = config.clockUrl === null ? null : await followClock(config.clockUrl);
  const clock: Clock = followed ?? systemClock;
  const store = await openStore(config.databaseUrl);
  const awaitingFile = config.single ? await saveSinglePortal(store, config.single, clock.now()) : null;

  const hubspot = new Map<number, HubspotGateway>();
  const slack = new Map<number, SlackGateway>();
  if (config.single) {
    const { portalId, accessToken, slackBotToken } = config.single;
    hubspot.set(
      portalId,
      createHubspotGateway({
        portalId,
        baseUrl: config.hubspotApiUrl,
        accessToken: async () => accessToken,
        log: log.child({ portalId }),
      }),
    );
    if (slackBotToken !== null) {
      slack.set(portalId, createSlackGateway({ token: slackBotToken, slackApiUrl: config.slackApiUrl }));
    }
  }

  const states = portalStates(store, parseStored);
  const keepingOf = keepings(store, () => clock.now());
  const awaited = await awaitPlaybook(
    { store, hubspot, clock, log, onInForce: (portalId) => states.changed(portalId) },
    awaitingFile,
  );
  const portalIds = async () => [...hubspot.keys()];
  const rulesFor = async (portalId: number): Promise<FoldRules> => {
    const state = await states.get(portalId);
    if (state !== null) return { playbook: state.playbook, timeZone: state.portal.timeZone };
    return { playbook: noPlaybook, timeZone: (await store.portal(portalId))?.timeZone ?? 'UTC' };
  };
  const stateOf = async (portalId: number): Promise<PortalState> => {
    const state = await states.get(portalId);
    if (state === null) throw new NoPlaybookError(portalId);
    return state;
  };

  const operator = { emails: config.adminEmails, canPress: config.slackSigningSecret !== null };

  await recoverEffects(store, await portalIds(), clock, log);

  const worker = startOutboxWorker({
    store,
    clock,
    portalIds,
    runHubspot: async (portalId, effects) => {
      drift.noteWritten(portalId, effects);
      const gateway = hubspot.get(portalId);
      if (gateway === undefined) throw new Error(`portal ${portalId} is not connected to HubSpot`);
      return runHubspotLane({ portalId, store, gateway, state: await stateOf(portalId), clock }, effects);
    },
    runSlack: async (portalId, effects) =>
      runSlackLane(
        { portalId, store, gateway: slack.get(portalId) ?? null, state: await stateOf(portalId), clock, operator },
        effects,
      ),
    onSettled: (portalId) => decider.wake(portalId),
    onError: (portalId, lane, err) => log.error({ portalId, lane, err }, 'an outbox lane failed'),
  });

  const takeUp = async (portalId: number, handoffIds: number[]) => {
    const state = handoffIds.length > 0 ? await stateOf(portalId) : null;
    // All at once: handoffs taken up together share a commit where the store can.
    await Promise.all(
      handoffIds.map((handoffId) => {
        const now = clock.now();
        return state && store.transactHandoff(portalId, { handoffId }, now, wakeHandoff(state, now));
      }),
    );
    worker.wake(portalId);
    if (handoffIds.length > 0) decider.wake(portalId);
  };

  const decided = (portalId: number, handoffIds: number[]) => {
    takeUp(portalId, handoffIds).catch((err) => log.error({ portalId, err }, 'taking a handoff up failed'));
  };

  const decider = createDecider({
    store,
    states,
    earlierPlaybook: earlierPlaybooks(store, parseStored),
    clock,
    onDecided: decided,
    onError: (portalId, err) => log.error({ portalId, err }, 'deciding failed'),
  });

  const wakeDue = async (portalId: number, now: number): Promise<number> => {
    const woken = await store.wakeDue(portalId, now, await rulesFor(portalId), wakeBatch);
    const handoffs = await store.dueHandoffs(portalId, now, wakeBatch);
    if (handoffs.length > 0) await takeUp(portalId, handoffs);
    // Asked for whether somebody was woken or not: a mark may be left from before a restart, or from a failed round.
    decider.wake(portalId);
    worker.wake(portalId);
    return woken.persons + woken.companies + handoffs.length;
  };
  const drift = watchDrift({
    store,
    states,
    hubspot,
    slack,
    keepingOf,
    actionIdsSetting: config.hubspotActionIds,
    appId: config.hubspotAppId,
    clock,
    log,
    wake: (portalId) => worker.wake(portalId),
  });
  const housekeeping = keepHouse(store, portalIds, clock, log);
  const waker = startWaker({
    clock,
    portalIds,
    wakeDue,
    onError: (portalId, err) => log.error({ portalId, err }, 'the clock failed to wake'),
  });

  let publicUrl = config.publicUrl ?? '';
  let isDraining = false;
  const door = createIngestDoor({
    store,
    clock,
    rulesFor,
    publicUrl: () => publicUrl,
    log,
    onCommit: (portalId) => decider.wake(portalId),
  });
  const rules = followRulesInBackground({
    databaseUrl: config.databaseUrl,
    store,
    states,
    clock,
    onTakeUp: decided,
    log,
  });
  const inStep = rules.follow;
  for (const portalId of await portalIds()) {
    inStep(portalId).catch((err) => log.error({ portalId, err }, 'usage could not be counted again'));
  }
  const playbooks = createPlaybookChanges({
    store,
    stateOf: states.get,
    readSource: (portalId, source) =>
      readPortalPlaybook({ store, gateway: hubspot.get(portalId) ?? null, now: () => clock.now() }, portalId, source),
    gatewayOf: (portalId) => hubspot.get(portalId) ?? null,
    normalise: normaliseKept,
    now: () => clock.now(),
    isReadOnly: (config.single?.playbookFile ?? null) !== null,
    onSaved: async (portalId) => {
      states.changed(portalId);
      await inStep(portalId);
    },
  });
  const signed = { secret: config.hubspotClientSecret, publicUrl: () => publicUrl, clock };
  const actions: ActionParts = {
    store,
    states,
    clock,
    adminEmails: config.adminEmails,
    onChange: (portalId) => {
      worker.wake(portalId);
      decider.wake(portalId);
    },
  };

  const version = packageJson.version;
  const app = createExpressApp(log, (app) => {
    app.use(
      createHealthRouter({
        isStoreReady: async () => (await store.portals()) !== null,
        isDraining: () => isDraining,
        figures: () => [...ingestFigures(door.figures()), ...processFigures()],
      }),
    );
    app.use(
      createOpenapiRouter(
        () => documentedRoutes,
        () => ({ version, url: publicUrl }),
      ),
    );
    app.use(
      createActionRoutes({
        signed,
        actions,
        learnActionId: learnActionIds(store, () => clock.now()),
        options: {
          owner: async (portalId) =>
            ((await states.get(portalId))?.owners ?? [])
              .filter(({ active }) => active)
              .map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` })),
          'slack-channel': async (portalId) => {
            const list = await slack.get(portalId)?.listChannels();
            if (list?.outcome !== 'found') return [];
            return list.value.map(({ id, name }) => ({ value: id, label: `#${name}` }));
          },
        },
      }),
    );
    app.use(createCardRoutes({ signed, store, states, clock, onChange: (portalId) => decider.wake(portalId) }));
    app.use(
      createSlackRoutes({
        signingSecret: config.slackSigningSecret,
        clock,
        onPress: takePresses({
          watch: drift,
          states,
          slack,
          adminEmails: config.adminEmails,
          slackApiUrl: config.slackApiUrl,
          log,
        }),
      }),
    );
    app.use(
      createAdminRoutes({
        token: config.adminToken,
        store,
        provisioning: createProvisioning({
          store,
          states,
          hubspot,
          slack,
          keepingOf,
          followRules: inStep,
          actionIdsSetting: config.hubspotActionIds,
          log,
          clock,
        }),
        playbooks,
        rules,
        erasure: createErasure({
          store,
          rulesFor,
          now: () => clock.now(),
          onErased: (portalId) => decider.wake(portalId),
        }),
        doctor: async (portalId) => ({
          checks: await examine({
            store,
            states,
            hubspot: hubspot.get(portalId) ?? null,
            slack: slack.get(portalId) ?? null,
            portalId,
            drift: () => drift.check(portalId),
          }),
        }),
        drift,
      }),
    );
  });

  const server = createHttpServer({ door, app });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new PortNotFreeError(config, error)));
    server.listen(config.port, config.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://${config.host}:${port}`;
  if (publicUrl === '') publicUrl = url;

  const sweeping = keepSweeping({
    store,
    states,
    hubspot,
    clock,
    log,
    onChanged: (portalId) => decider.wake(portalId),
  });
  const followConnected = async (portalId: number) => {
    await awaited.propertiesLearned(portalId);
    return inStep(portalId);
  };
  const reconnecting = keepConnecting({ store, hubspot, states, keepingOf, followRules: followConnected, clock, log });

  return {
    url,
    async stop() {
      isDraining = true;
      reconnecting.stop();
      const driftEnded = drift.stop();
      const sweepsEnded = sweeping.stop();
      housekeeping.stop();
      await waker.stop();
      await closeHttpServer(server);
      await door.drain();
      await rules.stop();
      await decider.stop();
      await worker.stop();
      await driftEnded;
      for (const gateway of hubspot.values()) await gateway.close();
      await sweepsEnded;
      followed?.close();
      await store.close();
    },
  };
}
