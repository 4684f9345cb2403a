/** The service put together: store, clock, doors, lanes. Everything it uses is passed in or made here; nothing is global. */
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { followRulesInBackground } from './background/follow-in-background.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { connect } from './connections.ts';
import { watchDrift } from './drift/drift-watch.ts';
import { followClock } from './follow-clock.ts';
import { keepLastWrites } from './home/last-writes.ts';
import { closeHttpServer, createHttpServer } from './http/create-server.ts';
import { createExpressApp } from './http/express-app.ts';
import { createIngestDoor } from './http/ingest-door.ts';
import { logRequests } from './http/log-requests.ts';
import { summariseIngest } from './http/summarise-ingest.ts';
import { metricSources } from './metrics/metric-sources.ts';
import { createMetrics } from './metrics/metrics.ts';
import { createOperatorServices } from './operator-services.ts';
import { recoverEffects } from './outbox/recover-effects.ts';
import { noPlaybook } from './playbook/no-playbook.ts';
import { parseStored } from './playbook/parse-stored.ts';
import { noteRestores } from './portals/after-restore.ts';
import { awaitPlaybook } from './portals/await-playbook.ts';
import { awaitProperties } from './portals/await-properties.ts';
import { keepConnecting } from './portals/keep-connecting.ts';
import { keepHouse } from './portals/keep-house.ts';
import { noteKeyUses } from './portals/note-key-uses.ts';
import { portalStates } from './portals/portal-state.ts';
import { saveSinglePortal } from './portals/single-portal.ts';
import { takeTurns } from './portals/take-turns.ts';
import { keepings } from './provision/keeping.ts';
import { keepBefore } from './reports/keep-before.ts';
import { keepDigest } from './reports/keep-digest.ts';
import { mountRoutes } from './routes.ts';
import { createSampleActivities } from './sample/sample-activity.ts';
import { startWork } from './start-work.ts';
import { openStore } from './store/open-store.ts';
import type { FoldRules } from './store/store.ts';
import { keepSweeping } from './sweep/keep-sweeping.ts';
import { keepWatching } from './watch/keep-watching.ts';

export class PortNotFreeError extends Error {
  constructor({ host, port }: Pick<Config, 'host' | 'port'>, cause: NodeJS.ErrnoException) {
    super(`Cannot listen on ${host}, port ${port} (${cause.code}): free it, or set PORT and HOST.`, { cause });
    this.name = 'PortNotFreeError';
  }
}

export type RunningApp = { url: string; stop(): Promise<void> };

export async function startApp(config: Config, log: Logger): Promise<RunningApp> {
  const followed = config.clockUrl === null ? null : await followClock(config.clockUrl);
  const clock: Clock = followed ?? systemClock;
  const store = await openStore(config.databaseUrl);
  const awaitingFile = config.single ? await saveSinglePortal(store, config.single, clock.now()) : null;
  const metrics = createMetrics({
    mostPortals: config.metricsPortals,
    now: () => clock.now(),
    personOf: async (portalId, handoffId) => (await store.handoff(portalId, handoffId))?.personId ?? null,
  });
  const connections = connect(config, { store, clock, onSlackCall: metrics.slackCalled, log });
  const { hubspot, slack } = connections;
  const portalIds = async () => [...hubspot.keys()];

  const states = portalStates(store, parseStored);
  const keepingOf = keepings(store, () => clock.now());
  const turns = takeTurns();
  const onInForce = (portalId: number) => states.changed(portalId);
  const awaited = await awaitPlaybook({ store, hubspot, clock, log, onInForce }, awaitingFile);
  const rulesFor = async (portalId: number): Promise<FoldRules> => {
    const state = await states.get(portalId);
    if (state !== null) return { playbook: state.playbook, timeZone: state.portal.timeZone };
    return { playbook: noPlaybook, timeZone: (await store.portal(portalId))?.timeZone ?? 'UTC' };
  };

  await recoverEffects(store, await portalIds(), clock, log);
  const afterRestore = await noteRestores({ store, clock, log }, await portalIds());
  const propertiesAwaited = awaitProperties(keepingOf);
  const lastWrites = keepLastWrites(store, () => clock.now());
  const work = startWork({
    store,
    states,
    clock,
    connections,
    portalIds,
    rulesFor,
    operator: { emails: config.adminEmails, canPress: config.slackSigningSecret !== null },
    slackApiUrl: config.slackApiUrl,
    afterRestore,
    metrics,
    propertiesAwaited,
    onWriting: (portalId, effects) => drift.noteWritten(portalId, effects),
    onSettled: lastWrites.note,
    log,
  });
  const driftParts = {
    store,
    states,
    hubspot,
    slack,
    keepingOf,
    turns,
    actionIdsSetting: config.hubspotActionIds,
    appId: config.hubspotAppId,
    clock,
    log,
    wake: work.deliver,
  };
  const drift = watchDrift(driftParts);
  const watch = keepWatching(driftParts);
  const before = keepBefore({ store, states, hubspot, clock, log });
  const digests = keepDigest({ store, states, slack, clock, log, wake: work.deliver });
  const summaries = summariseIngest(() => door.figures(), log);
  const housekeeping = keepHouse(store, portalIds, clock, log);

  let publicUrl = config.publicUrl ?? '';
  let isDraining = false;
  const door = createIngestDoor({
    store,
    clock,
    rulesFor,
    publicUrl: () => publicUrl,
    log,
    onCommit: work.decide,
    onKeyUsed: noteKeyUses(store, clock, log),
  });
  const { databaseUrl } = config;
  const rules = followRulesInBackground({ databaseUrl, store, states, clock, onTakeUp: work.takeUp, log });
  for (const portalId of await portalIds()) {
    rules.follow(portalId).catch((err) => log.error({ portalId, err }, 'usage could not be counted again'));
  }
  const operator = createOperatorServices({
    config,
    store,
    states,
    clock,
    connections,
    keepingOf,
    inTurn: turns.inTurn,
    rulesFor,
    rules,
    drift,
    watch,
    before,
    lastWrites,
    onErased: work.decide,
    log,
  });
  const sample = createSampleActivities({
    store,
    states,
    rulesFor,
    accept: door.accept,
    auditDeed: operator.auditDeed,
    turns: takeTurns(),
    clock,
    wake: (portalId) => {
      work.decide(portalId);
      work.deliver(portalId);
    },
    onError: (portalId, err) => log.error({ portalId, err }, 'the sample activity could not be gone on with'),
  });
  const mount = mountRoutes({
    sample,
    config,
    store,
    states,
    clock,
    connections,
    work,
    operator,
    drift,
    publicUrl: () => publicUrl,
    isDraining: () => isDraining,
    metrics: () => metrics.render(metricSources({ store, hubspot, portalIds, door, clock })),
    metricsType: metrics.contentType,
    log,
  });

  const application = createExpressApp(log, (express) => {
    express.use(logRequests(log));
    mount(express);
  });
  const server = createHttpServer({ door, app: application });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new PortNotFreeError(config, error)));
    server.listen(config.port, config.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://${config.host}:${port}`;
  if (publicUrl === '') publicUrl = url;

  for (const portalId of await portalIds()) sample.resume(portalId);
  const sweeping = keepSweeping({ store, states, hubspot, clock, log, onChanged: work.decide });
  const followConnected = async (portalId: number) => {
    await awaited.propertiesLearned(portalId);
    return rules.follow(portalId);
  };
  const reconnecting = keepConnecting({
    store,
    hubspot,
    states,
    keepingOf,
    followRules: followConnected,
    onTried: propertiesAwaited.tried,
    clock,
    log,
  });

  return {
    url,
    async stop() {
      isDraining = true;
      const sampleEnded = sample.stop();
      reconnecting.stop();
      const watchEnded = watch.stop();
      const digestsEnded = digests.stop();
      const driftEnded = drift.stop();
      const sweepsEnded = sweeping.stop();
      afterRestore.stop();
      housekeeping.stop();
      await work.stopWaking();
      await closeHttpServer(server);
      await sampleEnded;
      await door.drain();
      summaries.stop();
      await rules.stop();
      await operator.home.stop();
      await work.stop();
      await driftEnded;
      for (const gateway of hubspot.values()) await gateway.close();
      await sweepsEnded;
      await watchEnded;
      await digestsEnded;
      await before.ended();
      await operator.once.ended();
      followed?.close();
      await store.close();
    },
  };
}
