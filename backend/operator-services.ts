/** What operators can have done, whoever asks for it: provisioning, another playbook, erasure, reports, an examination. */
import type { Logger } from 'pino';
import { readPortalPlaybook } from './catalogue/read-portal-playbook.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Connections } from './connections.ts';
import type { DriftWatch } from './drift/drift-watch.ts';
import { createHome } from './home/home.ts';
import type { LastWrites } from './home/last-writes.ts';
import { normaliseKept } from './ingest/normalise-kept.ts';
import { createPlaybookChanges } from './portals/change-playbook.ts';
import { type DoctorAnswer, examine } from './portals/doctor.ts';
import { createErasure } from './portals/erase-people.ts';
import { examineWhole } from './portals/examine-whole.ts';
import { operatorsOf } from './portals/operators-of.ts';
import type { ReadSource } from './portals/playbook-draft.ts';
import type { PortalMemory } from './portals/portal-memory.ts';
import type { PortalStates } from './portals/portal-state.ts';
import { createProvisioning } from './portals/provisioning.ts';
import { createRoutingView } from './portals/routing-view.ts';
import { servedStates } from './portals/served-states.ts';
import type { InTurn } from './portals/take-turns.ts';
import type { Privacy } from './privacy/privacy.ts';
import type { keepings } from './provision/keeping.ts';
import type { BeforeGoLives } from './reports/keep-before.ts';
import { createReports } from './reports/reports.ts';
import type { RoutesParts } from './routes.ts';
import { createAuditDeed } from './settings/audit-deed.ts';
import { createNoteRefusal } from './settings/note-refusal.ts';
import { createRunOnce } from './settings/run-once.ts';
import { sharedChannels } from './slack/shared-channel.ts';
import { slackVia } from './slack/slack-remedies.ts';
import type { WholeStore } from './store/open-store.ts';
import type { FoldRules } from './store/store.ts';
import { createUnconfirmed } from './unconfirmed/unconfirmed.ts';
import type { Watch } from './watch/keep-watching.ts';

export type OperatorParts = {
  config: Config;
  store: WholeStore;
  states: PortalStates;
  memory: PortalMemory;
  clock: Clock;
  connections: Connections;
  keepingOf: ReturnType<typeof keepings>;
  inTurn: InTurn;
  rulesFor: (portalId: number) => Promise<FoldRules>;
  rules: RoutesParts['operator']['rules'] & { follow: (portalId: number) => Promise<unknown> };
  drift: Pick<DriftWatch, 'check'>;
  watch: Pick<Watch, 'look'>;
  before: Pick<BeforeGoLives, 'of' | 'readSoon'>;
  lastWrites: Pick<LastWrites, 'of'>;
  onErased: (portalId: number) => void;
  isServed: (portalId: number) => boolean;
  /** Why a portal is not connected; null: it is, or never was. */
  whyNot: (portalId: number) => Promise<string | null>;
  /** Somebody had it disconnected. */
  isEnded: (portalId: number) => Promise<boolean>;
  privacy: Privacy;
  log: Logger;
};

export function createOperatorServices(parts: OperatorParts): RoutesParts['operator'] {
  const { config, store, states, memory, clock, rules, log } = parts;
  const { hubspot, slack } = parts.connections;
  const gatewayOf = (portalId: number) => hubspot.get(portalId) ?? null;
  const now = () => clock.now();
  const reports = createReports({ store, states, before: parts.before });
  const routing = createRoutingView({ store, states, now });
  const doctorParts = async (portalId: number) => ({
    store,
    states,
    hubspot: gatewayOf(portalId),
    slack: slack.get(portalId) ?? null,
    portalId,
    slackVia: slackVia(config),
    whyNot: await parts.whyNot(portalId),
    isEnded: await parts.isEnded(portalId),
    isOauth: config.oauth !== null,
    drift: () => parts.drift.check(portalId),
    watch: () => parts.watch.look(portalId),
    now: now(),
  });
  const doctor = async (portalId: number): Promise<DoctorAnswer> => ({
    checks: await examineWhole({
      ...(await doctorParts(portalId)),
      actionIdsSetting: config.hubspotActionIds,
      database: store.look,
    }),
  });
  const quickDoctor = async (portalId: number): Promise<DoctorAnswer> => ({
    checks: await examine(await doctorParts(portalId)),
  });
  const readSource: ReadSource = (portalId, source) =>
    readPortalPlaybook({ store, gateway: gatewayOf(portalId), now }, portalId, source);
  return {
    rules,
    readSource,
    auditDeed: createAuditDeed({ store, clock }),
    once: createRunOnce({ store, memory, clock }),
    noteRefusal: createNoteRefusal({ store, memory, clock }),
    provisioning: createProvisioning({
      store,
      states,
      hubspot,
      slack,
      keepingOf: parts.keepingOf,
      inTurn: parts.inTurn,
      followRules: rules.follow,
      onLive: parts.before.readSoon,
      actionIdsSetting: config.hubspotActionIds,
      log,
      clock,
    }),
    playbooks: createPlaybookChanges({
      store,
      memory,
      stateOf: states.get,
      readSource,
      gatewayOf,
      normalise: normaliseKept,
      now,
      isReadOnly: (config.single?.playbookFile ?? null) !== null,
      onSaved: async (portalId) => {
        states.changed(portalId);
        await rules.follow(portalId);
      },
    }),
    reports,
    erasure: createErasure({ store, rulesFor: parts.rulesFor, now, onErased: parts.onErased }),
    privacy: parts.privacy,
    routing,
    doctor,
    unconfirmed: createUnconfirmed({ store, states, slack, operatorsOf: operatorsOf(config, store), now }),
    sharedChannels: async (portalId) => {
      const gateway = slack.get(portalId);
      return gateway === undefined ? null : sharedChannels(gateway);
    },
    home: createHome({
      store,
      memory,
      states: servedStates(states, parts.isServed),
      reports,
      routing,
      doctor: quickDoctor,
      lastWrites: parts.lastWrites,
      operatorsOf: operatorsOf(config, store),
      now,
      log,
    }),
  };
}
