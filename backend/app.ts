/** The service put together: store, clock, doors, lanes. Everything it uses is passed in or made here; nothing is global. */
import type { Logger } from 'pino';
import { createBackfills } from './backfill/backfills.ts';
import { followRulesInBackground } from './background/follow-in-background.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { connect } from './connections.ts';
import { watchDrift } from './drift/drift-watch.ts';
import { followClock } from './follow-clock.ts';
import { keepLastWrites } from './home/last-writes.ts';
import { createHttpServer } from './http/create-server.ts';
import { createExpressApp } from './http/express-app.ts';
import { createIngestDoor } from './http/ingest-door.ts';
import { logRequests } from './http/log-requests.ts';
import { summariseIngest } from './http/summarise-ingest.ts';
import { listen } from './listen.ts';
import { metricSources } from './metrics/metric-sources.ts';
import { createMetrics } from './metrics/metrics.ts';
import { createInstallations } from './oauth/installations.ts';
import { createOperatorServices } from './operator-services.ts';
import { keepRecovering } from './outbox/keep-recovering.ts';
import { recoverEffects } from './outbox/recover-effects.ts';
import { parseStored } from './playbook/parse-stored.ts';
import { noteRestores } from './portals/after-restore.ts';
import { awaitPlaybook } from './portals/await-playbook.ts';
import { awaitProperties, hasAllProperties } from './portals/await-properties.ts';
import { byCurrentRules, rulesInMemory } from './portals/by-current-rules.ts';
import { followNodeCount } from './portals/count-nodes.ts';
import { followNodes } from './portals/follow-nodes.ts';
import { keepConnecting } from './portals/keep-connecting.ts';
import { keepHouse } from './portals/keep-house.ts';
import { noteKeyUses } from './portals/note-key-uses.ts';
import { operatorsOf } from './portals/operators-of.ts';
import { createPortalMemory, type PortalMemory } from './portals/portal-memory.ts';
import { portalStates } from './portals/portal-state.ts';
import { servedStates } from './portals/served-states.ts';
import { saveSinglePortal } from './portals/single-portal.ts';
import { takeTurns } from './portals/take-turns.ts';
import { takingEvents } from './portals/takes-events.ts';
import { keepUpkeep } from './portals/upkeep.ts';
import { keepForgetting } from './privacy/keep-forgetting.ts';
import { noteDroppedNames } from './privacy/note-dropped.ts';
import { createPrivacy } from './privacy/privacy.ts';
import { allowedSetting, createPrivacyTerms } from './privacy/privacy-terms.ts';
import { createRetention } from './privacy/retention.ts';
import { keepings } from './provision/keeping.ts';
import { keepReconciling } from './reconcile/keep-reconciling.ts';
import { keepBefore } from './reports/keep-before.ts';
import { keepDigest } from './reports/keep-digest.ts';
import { mountRoutes } from './routes.ts';
import { createSampleActivities } from './sample/sample-activity.ts';
import { portalGateways } from './slack/connect/portal-gateway.ts';
import { startSlackPortals } from './slack/connect/slack-portals.ts';
import { slackNamesOf } from './slack/know-owners.ts';
import { startHint } from './start-hint.ts';
import { startWork } from './start-work.ts';
import { stopApp } from './stop-app.ts';
import { openStore } from './store/open-store.ts';
import { keepSweeping } from './sweep/keep-sweeping.ts';
import { keepWatching } from './watch/keep-watching.ts';

export type RunningApp = { url: string; stop(): Promise<void> };

export async function startApp(
  config: Config,
  log: Logger,
  /** For whoever wants to look into it. */
  memory: PortalMemory = createPortalMemory(),
): Promise<RunningApp> {
  const followed = config.clockUrl === null ? null : await followClock(config.clockUrl);
  const clock: Clock = followed ?? systemClock;
  const database = await openStore(config.databaseUrl, { log });
  const states = portalStates(database, parseStored, memory);
  const store = byCurrentRules(database, states);
  const awaitingFile = config.single ? await saveSinglePortal(store, config.single, clock.now()) : null;
  const metrics = createMetrics({
    mostPortals: config.metricsPortals,
    memory,
    now: () => clock.now(),
    personOf: async (portalId, handoffId) => (await store.handoff(portalId, handoffId))?.personId ?? null,
  });
  const { slackApiUrl } = config;
  const namesOf = async (portalId: number) => slackNamesOf((await states.get(portalId))?.playbook);
  const stopping = new AbortController();
  const { signal: stopped } = stopping;
  const slackGatewayOf = portalGateways({ slackApiUrl, store, namesOf, onCall: metrics.slackCalled, clock, stopped });
  const connections = connect(config, { slackGatewayOf, store, log });
  const { hubspot, slack } = connections;
  const portalIds = async () => [...hubspot.keys()];
  /** Those not connected yet, or no more, as well. */
  const knownPortals = async () => (await store.portals()).map(({ portalId }) => portalId);
  let publicUrl = config.publicUrl ?? '';
  const turns = takeTurns(memory, 'work on its connection or its workflows');
  const slackPortals = await startSlackPortals({
    config,
    store,
    gateways: slack,
    gatewayOf: slackGatewayOf,
    memory,
    inTurn: turns.inTurn,
    isServed: (portalId) => installations.isServed(portalId),
    publicUrl: () => publicUrl,
    onConnected: (portalId) => work.deliver(portalId),
    clock,
    log,
  });

  const keepingOf = keepings(store, memory, () => clock.now());
  const onInForce = (portalId: number) => states.changed(portalId);
  const awaited = await awaitPlaybook({ store, hubspot, clock, log, onInForce }, awaitingFile);
  const rulesFor = rulesInMemory(store, states);

  await recoverEffects(store, await portalIds(), clock, log);
  const afterRestore = await noteRestores({ store, memory, clock, log }, await knownPortals());
  const propertiesAwaited = awaitProperties(keepingOf, memory);
  const lastWrites = keepLastWrites(store, memory, () => clock.now());
  const work = startWork({
    store,
    states,
    memory,
    clock,
    connections,
    portalIds,
    rulesFor,
    operatorsOf: operatorsOf(config, store),
    canPress: config.slackSigningSecret !== null,
    slackApiUrl: config.slackApiUrl,
    afterRestore,
    metrics,
    propertiesAwaited,
    isAccepting: () => door.isBusy(),
    onWriting: (portalId, effects) => drift.noteWritten(portalId, effects),
    onSettled: lastWrites.note,
    log,
  });
  const takeUp = (portalId: number) => {
    work.decide(portalId);
    work.deliver(portalId);
  };
  const upkeep = keepUpkeep({
    store,
    portals: hubspot,
    memory,
    onError: (portalId, err) => log.error({ portalId, err }, 'which node does the upkeep could not be told'),
  });
  const ours = upkeep.ours(hubspot);
  const driftParts = {
    store,
    states,
    memory,
    hubspot: ours,
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
  const before = keepBefore({ store, states, memory, hubspot, clock, log });
  const digests = keepDigest({ store, states, memory, slack, clock, log, wake: work.deliver });
  const terms = createPrivacyTerms({ store, states, memory, now: () => clock.now() });
  const dropped = noteDroppedNames(store, memory, clock, log);
  const retention = createRetention({ store, terms, rulesFor, now: () => clock.now(), onForgotten: work.decide });
  const summaries = summariseIngest(() => door.figures(), memory, log);
  const housekeeping = keepHouse({ store, memory, retention, portalIds: knownPortals, clock, log });

  const nodes = await followNodeCount({
    store,
    onError: (err) => log.error({ err }, 'the nodes could not be counted'),
  });
  let isDraining = false;
  let liveAt = Number.NEGATIVE_INFINITY;
  const { eraseDisconnectedAfterDays: keepDays } = config;
  const door = createIngestDoor({
    store: { ...store, ...takingEvents(store, { keepDays, clock }) },
    memory,
    clock,
    rulesFor,
    publicUrl: () => publicUrl,
    log,
    eventsPerSecond: config.ingestEventsPerSecond,
    nodes: nodes.count,
    onCommit: (portalId) => {
      liveAt = performance.now();
      work.decide(portalId);
    },
    onKeyUsed: noteKeyUses(store, memory, clock, log),
    allowedOf: terms.allowedOf,
    onDropped: dropped.note,
  });
  const backfills = createBackfills({
    store,
    memory,
    rulesFor,
    allowedOf: terms.allowedOf,
    onDropped: dropped.note,
    live: { isBusy: () => door.isBusy() || work.isDeciding(), lastAt: () => liveAt },
    now: () => clock.now(),
    onLoaded: takeUp,
  });
  const { databaseUrl } = config;
  const rules = followRulesInBackground({ databaseUrl, store, states, memory, clock, onTakeUp: work.takeUp, log });
  const followAgain = (portalId: number) => {
    rules.follow(portalId).catch((err) => log.error({ portalId, err }, 'usage could not be counted again'));
  };
  for (const portalId of await portalIds()) followAgain(portalId);
  const operator = createOperatorServices({
    config,
    store,
    states,
    memory,
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
    onErased: takeUp,
    privacy: createPrivacy({ store, terms, retention, dropped }),
    isServed: (portalId) => installations.isServed(portalId),
    whyNot: (portalId) => installations.whyNot(portalId),
    isEnded: (portalId) => installations.isEnded(portalId),
    log,
  });
  const installations = createInstallations({
    config,
    store,
    states,
    memory,
    clock,
    connections,
    inTurn: turns.inTurn,
    auditDeed: operator.auditDeed,
    publicUrl: () => publicUrl,
    onBeginning: async (portalId) => slackPortals?.begin(portalId),
    onBegun: (portalId) => {
      followAgain(portalId);
      sample.resume(portalId);
      reconnecting.begin(portalId);
      takeUp(portalId);
    },
    onEnded: (portalId) => {
      reconnecting.end(portalId);
      slackPortals?.forget(portalId);
    },
    stopped,
    log,
  });
  const sample = createSampleActivities({
    store,
    states: servedStates(states, installations.isServed),
    rulesFor,
    accept: door.accept,
    auditDeed: operator.auditDeed,
    turns: takeTurns(memory, 'the sample activity'),
    clock,
    wake: takeUp,
    onError: (portalId, err) => log.error({ portalId, err }, 'the sample activity could not be gone on with'),
  });
  const reconciling = keepReconciling({
    store,
    states,
    memory,
    hubspot: ours,
    clock,
    log,
    calls: config.reconcileCallsPerDay,
    onChanged: takeUp,
  });
  const mount = mountRoutes({
    sample,
    backfills,
    config,
    store,
    states,
    memory,
    clock,
    connections,
    slackPortals,
    work,
    operator,
    installations,
    drift,
    publicUrl: () => publicUrl,
    hasProperties: async (portalId) => hasAllProperties(await keepingOf(portalId).read()),
    isDraining: () => isDraining,
    metrics: () =>
      metrics.render(metricSources({ store, hubspot, portalIds, door, reconciling: reconciling.figures, clock })),
    metricsType: metrics.contentType,
    log,
  });

  const application = createExpressApp(
    log,
    (express) => {
      express.use(logRequests(log));
      mount(express);
    },
    config.trustedProxies,
  );
  const server = createHttpServer({ door, app: application });
  const url = await listen(server, config);
  if (publicUrl === '') publicUrl = url;

  for (const portalId of await portalIds()) sample.resume(portalId);
  const sweeping = keepSweeping({ store, states, memory, hubspot: ours, clock, log, onChanged: work.decide });
  const forgetting = keepForgetting({ store, hubspot: ours, erasure: operator.erasure, memory, clock, log });
  const followConnected = async (portalId: number) => {
    await awaited.propertiesLearned(portalId);
    return rules.follow(portalId);
  };
  const reconnecting = keepConnecting({
    store,
    hubspot,
    states,
    memory,
    keepingOf,
    followRules: followConnected,
    onTried: propertiesAwaited.tried,
    clock,
    log,
  });
  const recovering = store.isShared ? keepRecovering({ store, memory, portalIds, clock, log }) : null;
  followNodes({
    store,
    states,
    memory,
    servedPortals: () => hubspot.keys(),
    knownPortals,
    forgetSetting(portalId, name) {
      if (name === allowedSetting || name === '') terms.forget(portalId);
    },
    followRules: rules.follow,
    async followCredentials(portalId) {
      await installations.followCredential(portalId);
      if (installations.isServed(portalId)) await slackPortals?.refresh(portalId);
      work.deliver(portalId);
    },
    onError: (portalId, err) => log.error({ portalId, err }, 'what another node saved could not be followed'),
  });
  await installations.begin();
  for (const portalId of slack.keys()) if (!installations.isServed(portalId)) slackPortals?.forget(portalId);
  const hint = startHint(config, { publicUrl, portals: hubspot.size });
  if (hint !== null) log.warn(hint);

  return {
    url,
    stop() {
      isDraining = true;
      return stopApp({
        stopping,
        gateways: hubspot,
        server,
        door,
        work,
        operator,
        upkeep,
        drift,
        sample,
        others: [reconnecting, installations, watch, digests, sweeping, reconciling, forgetting, afterRestore],
        housekeeping,
        recovering,
        nodes,
        backfills,
        dropped,
        summaries,
        rules,
        before,
        clock: followed,
        store,
      });
    },
  };
}
