/** The home page's answers: everything at a glance in one, then a page of a table, or all of it as a file. */
import {
  funnelSteps,
  type HomeAnswer,
  type Home as HomeAtOnce,
  type HomeExportAnswer,
  type HomeFunnel,
  type HomeHealth,
  type HomeReviewing,
  type HomeTable,
  type HomeTableAnswer,
  type HomeTableName,
  homeTableNames,
  localDay,
  type NotConnectedAnswer,
  printDay,
} from '@zo/shared';
import { cardPortal } from '../cards/contact-card.ts';
import { refusedTo } from '../handoff/commands/who-may.ts';
import type { OperatorsOf } from '../portals/operators-of.ts';
import type { PortalState, PortalStates } from '../portals/portal-state.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { HomeStore } from '../store/home-store.ts';
import type { ReportStore } from '../store/report-store.ts';
import type { PortalStore } from '../store/store.ts';
import { firstCalls } from './call-tables.ts';
import { type CountsParts, keepCounts, mostShown, stopCounts } from './counts.ts';
import type { Funnel } from './funnel.ts';
import { shownTable, wholeTable } from './home-tables.ts';
import type { Counted } from './keep-counted.ts';
import type { LastWrites } from './last-writes.ts';
import { startOfToday, type TableQuestion } from './people-tables.ts';
import { exportTable, firstView, type TableView, viewTable } from './table.ts';

export type Home = {
  /** `email`: who looks, as HubSpot vouches for; null where it does not say. */
  answer(portalId: number, email: string | null): Promise<HomeAnswer>;
  table(portalId: number, name: HomeTableName, view: TableView): Promise<HomeTableAnswer>;
  export(portalId: number, name: HomeTableName, view: Omit<TableView, 'page'>): Promise<HomeExportAnswer>;
  /** Ends what is being counted. */
  stop(): Promise<void>;
};

export type HomeParts = Omit<CountsParts, 'store' | 'states'> & {
  store: HomeStore &
    Pick<ReportStore, 'openNow'> &
    Pick<PortalStore, 'alarms' | 'portals'> &
    Pick<HandoffStore, 'hasEvents'>;
  states: Pick<PortalStates, 'get' | 'isKnown'>;
  lastWrites: Pick<LastWrites, 'of'>;
  operatorsOf: OperatorsOf;
};

/** Looked at for a file. */
const mostInFile = 3_000;
/** A backlog is not counted beyond this. */
const mostWaiting = 10_000;

export function createHome(parts: HomeParts): Home {
  const { store, states, now } = parts;
  const counts = keepCounts(parts);

  function questionOf(state: PortalState, most: number): TableQuestion {
    return { state, most, now: now() };
  }

  async function notConnected(portalId: number): Promise<NotConnectedAnswer> {
    return { status: 'not connected', missing: (await states.isKnown(portalId)) ? 'playbook' : 'portal' };
  }

  return {
    async answer(portalId, email) {
      const state = await states.get(portalId);
      if (state === null) return notConnected(portalId);
      const question = questionOf(state, mostShown);
      const [tables, today, health, eventsReceived, calls, funnel] = await Promise.all([
        firstPages(question),
        todayOf(question),
        healthOf(portalId),
        store.hasEvents(portalId),
        counts.calls.of(portalId),
        counts.funnel.of(portalId),
      ]);
      return {
        status: 'ready',
        asOf: question.now,
        portal: cardPortal(state),
        live: {
          goLiveAt: state.portal.goLiveAt,
          performedBy: state.mode,
          isWorkflowWanted: state.playbook.handoff.mode === 'workflow',
        },
        eventsReceived,
        today,
        reviewing: await reviewingBy(email, state),
        firstCalls: firstCalls(calls),
        funnel: funnelOf(funnel),
        health,
        tables,
      };
    },
    async table(portalId, name, view) {
      const state = await states.get(portalId);
      if (state === null) return notConnected(portalId);
      const table = await shownTable(name, { store, counts }, questionOf(state, mostShown));
      return { status: 'ready', ...viewTable(table, view) };
    },
    async export(portalId, name, view) {
      const state = await states.get(portalId);
      if (state === null) return notConnected(portalId);
      const question = questionOf(state, mostInFile);
      const table = await wholeTable(name, { store, counts }, question);
      const day = printDay(localDay(question.now, state.portal.timeZone));
      return { status: 'ready', fileName: `zo-${name}-${day}.csv`, ...exportTable(table, view) };
    },
    stop: () => stopCounts(counts),
  };

  async function firstPages(question: TableQuestion): Promise<HomeAtOnce['tables']> {
    const pages = homeTableNames.map(async (name): Promise<[HomeTableName, HomeTable]> => {
      const table = await shownTable(name, { store, counts }, question);
      return [name, viewTable(table, firstView)];
    });
    return Object.fromEntries(await Promise.all(pages)) as HomeAtOnce['tables'];
  }

  async function todayOf({ state, now: at }: TableQuestion): Promise<HomeAtOnce['today']> {
    const { portalId } = state.portal;
    return { ...(await store.handoffsNow(portalId, startOfToday(state, at))), ...(await store.openNow(portalId)) };
  }

  async function healthOf(portalId: number): Promise<HomeHealth> {
    const [lastEventAt, lastWriteAt, toDecide, toDeliver, failed, alarms] = await Promise.all([
      store.lastEventAt(portalId),
      parts.lastWrites.of(portalId),
      store.peopleToDecide(portalId, mostWaiting),
      store.effectsToDeliver(portalId, mostWaiting),
      store.effectsFailed(portalId, mostWaiting),
      store.alarms(portalId),
    ]);
    return { lastEventAt, lastWriteAt, toDecide, toDeliver, failed, alarms: alarms.length };
  }

  async function reviewingBy(email: string | null, { playbook, portal }: PortalState): Promise<HomeReviewing> {
    if (email === null) return { refusal: 'HubSpot did not say who you are.' };
    const rules = { playbook, operators: await parts.operatorsOf(portal.portalId) };
    return { refusal: refusedTo(email, 'approve', { owner: null, breachedAt: null }, rules) };
  }
}

function funnelOf(counted: Counted<Funnel> | null): HomeFunnel | null {
  if (counted === null) return null;
  return { asOf: counted.asOf, steps: funnelSteps.map((step) => ({ step, people: counted.value[step] })) };
}
