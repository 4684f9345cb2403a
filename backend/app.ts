/** The service put together: store, clock, doors, lanes. Everything it uses is passed in or made here; nothing is global. */
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { followRulesInBackground } from './background/follow-in-background.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config.ts';
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
import { HttpError } from './http/http-error.ts';
import { createIngestDoor } from './http/ingest-door.ts';
import { createOpenapiRouter } from './http/openapi.ts';
import { ingestFigures, processFigures } from './http/prometheus.ts';
import { HubspotError } from './hubspot/hubspot-errors.ts';
import { createHubspotGateway, type HubspotGateway } from './hubspot/hubspot-gateway.ts';
import { learnActionIds } from './hubspot/learn-action-ids.ts';
import { runHubspotLane } from './outbox/hubspot-lane.ts';
import { startOutboxWorker } from './outbox/outbox-worker.ts';
import { recoverEffects } from './outbox/recover-effects.ts';
import { runSlackLane } from './outbox/slack-lane.ts';
import packageJson from './package.json' with { type: 'json' };
import { noPlaybook } from './playbook/no-playbook.ts';
import { parseStored } from './playbook/parse-stored.ts';
import { readPlaybook } from './playbook/read-playbook.ts';
import { examine } from './portals/doctor.ts';
import { earlierPlaybooks } from './portals/earlier-playbooks.ts';
import { awaitPlaybook } from './portals/await-playbook.ts';
import { keepConnecting } from './portals/keep-connecting.ts';
import { keepHouse } from './portals/keep-house.ts';
import { type PortalState, portalStates } from './portals/portal-state.ts';
import { NoPlaybookError, provisionPortal } from './portals/provision-portal.ts';
import { saveSinglePortal } from './portals/single-portal.ts';
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

  await recoverEffects(store, await portalIds(), clock, log);

  const worker = startOutboxWorker({
    store,
    clock,
    portalIds,
    runHubspot: async (portalId, effects) => {
      const gateway = hubspot.get(portalId);
      if (gateway === undefined) throw new Error(`portal ${portalId} is not connected to HubSpot`);
      return runHubspotLane({ portalId, store, gateway, state: await stateOf(portalId), clock }, effects);
    },
    runSlack: async (portalId, effects) =>
      runSlackLane(
        { portalId, store, gateway: slack.get(portalId) ?? null, state: await stateOf(portalId), clock },
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
      createAdminRoutes({
        token: config.adminToken,
        store,
        provision: (portalId, goLive) =>
          provisionPortal(
            {
              store,
              states,
              gateway: connected(hubspot, portalId),
              followRules: inStep,
              actionIdsSetting: config.hubspotActionIds,
              log,
              now: clock.now(),
            },
            goLive,
          ).catch(asHttpError),
        applyPlaybook: async (portalId, source, author, reason) => {
          if (config.single?.playbookFile) {
            throw new HttpError(409, 'read_only', 'the PLAYBOOK file is the truth here: change the file and restart');
          }
          const read = readPlaybook(source);
          if ('errors' in read) {
            const words = read.errors.map(({ message, span }) => `${span.line}:${span.column} ${message}`).join('; ');
            throw new HttpError(400, 'invalid_playbook', words);
          }
          const saved = await store.savePlaybook(portalId, { source, properties: [], author, reason }, clock.now());
          states.changed(portalId);
          await inStep(portalId);
          return { version: saved.version };
        },
        rules,
        doctor: async (portalId) => ({
          checks: await examine({
            store,
            states,
            hubspot: hubspot.get(portalId) ?? null,
            slack: slack.get(portalId) ?? null,
            portalId,
          }),
        }),
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
  const reconnecting = keepConnecting({ store, hubspot, states, followRules: followConnected, clock, log });

  return {
    url,
    async stop() {
      isDraining = true;
      reconnecting.stop();
      const sweepsEnded = sweeping.stop();
      housekeeping.stop();
      await waker.stop();
      await closeHttpServer(server);
      await door.drain();
      await rules.stop();
      await decider.stop();
      await worker.stop();
      for (const gateway of hubspot.values()) await gateway.close();
      await sweepsEnded;
      followed?.close();
      await store.close();
    },
  };
}

function connected(gateways: Map<number, HubspotGateway>, portalId: number): HubspotGateway {
  const gateway = gateways.get(portalId);
  if (gateway === undefined) throw new HttpError(409, 'not_connected', 'this portal is not connected to HubSpot');
  return gateway;
}

function asHttpError(error: unknown): never {
  if (error instanceof NoPlaybookError) throw new HttpError(409, 'no_playbook', error.message, { cause: error });
  if (error instanceof HubspotError) throw new HttpError(502, 'hubspot_refused', error.message, { cause: error });
  throw error;
}
