/**
 * What the app's home page asks the backend and what it answers, over `/app/home…`. As with the cards (card-api.ts): HubSpot
 * signs each request and vouches for portal and user, and expected conditions are answers with a `status`.
 *
 * Times are milliseconds since the epoch; `asOf` is when something was true.
 */
import type { CardPortal } from './card-api.ts';

/** GET: everything the page shows at first, each table's first page with it. */
export const homePath = '/app/home';
/** GET, with `?name=&sort=&filter=&page=`: another page of one table. */
export const homeTablePath = '/app/home/table';
/** GET, with `?name=&sort=&filter=`: the whole table as the text of a CSV file. */
export const homeExportPath = '/app/home/export';

export const homeTableNames = [
  'today',
  'review',
  'near-misses',
  'owners',
  'weeks',
  'fairness',
  'alarms',
  'failed',
  'checks',
] as const;
export type HomeTableName = (typeof homeTableNames)[number];

export type NotConnectedAnswer = { status: 'not connected'; missing: 'portal' | 'playbook' };

/** Everything the home page shows at first, or what is missing of the portal. */
export type HomeAnswer = ({ status: 'ready' } & Home) | NotConnectedAnswer;

/** The home page at a glance: today, first calls, the funnel, health, and the first page of each table. */
export type Home = {
  asOf: number;
  portal: CardPortal;
  /** `goLiveAt` null: watch mode, nobody is alerted. */
  live: { goLiveAt: number | null; performedBy: 'workflow' | 'direct'; isWorkflowWanted: boolean };
  eventsReceived: boolean;
  today: HomeToday;
  reviewing: HomeReviewing;
  /** Null: still being counted; ask again. So below. */
  firstCalls: HomeFirstCalls | null;
  funnel: HomeFunnel | null;
  health: HomeHealth;
  tables: Record<HomeTableName, HomeTable>;
};

/** Since the day began in the portal's zone; `overdue`, `waitingForOwner` and `inReview`: now, whenever they began. */
export type HomeToday = {
  opened: number;
  handedOff: number;
  overdue: number;
  waitingForOwner: number;
  inReview: number;
};

/** Whether whoever looks at the page may decide; `refusal` says why not. */
export type HomeReviewing = { refusal: string | null };

/** First calls of some handoffs: how many were in time, and how long they took in working minutes. */
export type HomeCallFigures = {
  count: number;
  inTime: number;
  breached: number;
  running: number;
  medianMinutes: number | null;
  p90Minutes: number | null;
};

/** Of handoffs handed off since `since`; minutes are working minutes. */
export type HomeFirstCalls = {
  asOf: number;
  since: number;
  all: HomeCallFigures;
  /** Before going live; null where it is not known. */
  beforeMedianMinutes: number | null;
  /** Oldest first; weeks without a handoff are there with zeros. `week` as "2026-W11". */
  weeks: ({ week: string } & HomeCallFigures)[];
};

export const funnelSteps = ['signed up', 'activated', 'ready', 'handed off', 'engaged', 'won'] as const;
export type FunnelStep = (typeof funnelSteps)[number];

/** People who ever came so far, since the first event. */
export type HomeFunnel = { asOf: number; steps: { step: FunnelStep; people: number }[] };

/** `isMore`: counting ended there, and there are more. */
export type HomeBacklog = { count: number; isMore: boolean; oldestAt: number | null };

/** Whether events arrive, are decided on and are written to HubSpot. */
export type HomeHealth = {
  lastEventAt: number | null;
  /** When HubSpot last took what was written. */
  lastWriteAt: number | null;
  /** People with new events who are to be decided again. */
  toDecide: HomeBacklog;
  /** What is to be written to HubSpot or said in Slack. */
  toDeliver: HomeBacklog;
  /** Open alarms. */
  alarms: number;
  /** Given up, or not known whether they happened. */
  failed: HomeBacklog;
};

/** A moment is a number, in milliseconds since the epoch; null is not known, or does not apply. */
export type HomeCell = string | number | null;

/** 'moment': milliseconds; 'minutes': working minutes. */
export type HomeColumn = { key: string; label: string; kind: 'text' | 'number' | 'moment' | 'minutes' };

/** One row, its cells in the order of the columns; the ids are null where it is about nobody. */
export type HomeRow = {
  id: string;
  /** One for each column. */
  cells: HomeCell[];
  /** The record it is about; null where there is none. */
  contactId: string | null;
  handoffId: number | null;
};

/** One page of one table, as it was filtered and sorted. */
export type HomeTable = {
  name: HomeTableName;
  columns: HomeColumn[];
  rows: HomeRow[];
  /** From 1 on. */
  page: number;
  pages: number;
  /** Rows that the filter leaves, of all that were looked at. */
  found: number;
  of: number;
  /** There are more than were looked at; the first by the table's own order were. */
  isCut: boolean;
  /** A column's key, behind a "-" where the largest comes first; '': the table's own order. */
  sort: string;
  filter: string;
  /** Null: still being counted; there are no rows yet. */
  asOf: number | null;
};

/** Another page, or the same sorted or filtered otherwise. */
export type HomeTableAnswer = ({ status: 'ready' } & HomeTable) | NotConnectedAnswer;

/** `rows`: without the line of headings. */
export type HomeExportAnswer =
  | { status: 'ready'; fileName: string; csv: string; rows: number; isCut: boolean }
  | NotConnectedAnswer;
