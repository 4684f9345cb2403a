import type { Population } from './fill-database.ts';

/** How long and how often: the full benchmark, or a smoke run that only shows that everything works. */
export type Settings = {
  quick: boolean;
  rounds: number;
  warmUpSeconds: number;
  roundSeconds: number;
  /** Crossings measured while nothing else happens, and under load. */
  idleCrossings: number;
  loadedSeconds: number;
  saturatedSeconds: number;
  eventsPerSecond: number;
  /** Contacts whose ids are known, and others that have to be found first. */
  changedContacts: number;
  coldContacts: number;
  /** So many events of so few of those that are known. */
  fewContacts: number;
  manyEvents: number;
  /** Presses of a button in Slack, one after the other. */
  clicks: number;
  coldStarts: number;
  /** Who is in the database when contact cards are asked for; people times eventsEach events. */
  cards: Population;
  cardAnswers: number;
  /** Who is in the database, with how many handoffs, when the home page is asked for. */
  home: { population: Population; handoffs: number };
  homeAnswers: number;
  /** Who is known when a signal is changed, and how long events are measured before. */
  rebuild: Population;
  idleSeconds: number;
  /** First calls that are due in one instant. */
  clocks: number;
  /** Whose events are moved to PostgreSQL. */
  move: Population;
  /** How often one node and two are measured in turn. */
  nodesRounds: number;
  /** Stored in the large database, by a tenth as many contacts. */
  scaleEvents: number;
  scaleRounds: number;
  /** Contacts of a company, ascending. */
  companySizes: number[];
  /** Of the simulated day. */
  dayHandoffs: number;
  say: (line: string) => void;
};

/** BENCH_PEOPLE: fewer, for a machine without an hour to spare. */
const rebuildPeople = Number(process.env.BENCH_PEOPLE ?? 1_000_000);

/** BENCH_HOME_PEOPLE: a million events are shared among so many. */
const homePeople = Number(process.env.BENCH_HOME_PEOPLE ?? 20_000);

/** BENCH_CONTACTS: fewer, with which the limit may not be used up for long enough to be seen. */
const changedContacts = Number(process.env.BENCH_CONTACTS ?? 24_000);

const tell = (line: string) => console.error(line);

export const full: Settings = {
  quick: false,
  rounds: 5,
  warmUpSeconds: 2,
  roundSeconds: 4,
  idleCrossings: 60,
  loadedSeconds: 20,
  saturatedSeconds: 15,
  eventsPerSecond: 2_000,
  changedContacts,
  coldContacts: 3_000,
  fewContacts: 1_000,
  manyEvents: 100_000,
  clicks: 120,
  coldStarts: 5,
  cards: { people: 20_000, companies: 1_000, eventsEach: 50 },
  cardAnswers: 1_000,
  home: {
    population: { people: homePeople, companies: homePeople / 20, eventsEach: 1_000_000 / homePeople },
    handoffs: 10_000,
  },
  homeAnswers: 300,
  rebuild: { people: rebuildPeople, companies: rebuildPeople / 10, eventsEach: 4 },
  idleSeconds: 30,
  clocks: 10_000,
  move: { people: 20_000, companies: 1_000, eventsEach: 50 },
  nodesRounds: 3,
  scaleEvents: Number(process.env.BENCH_SCALE_EVENTS ?? 10_000_000),
  scaleRounds: 3,
  companySizes: [100, 10_000, 100_000],
  dayHandoffs: Number(process.env.BENCH_HANDOFFS ?? 1_000),
  say: tell,
};

export const quick: Settings = {
  quick: true,
  rounds: 1,
  warmUpSeconds: 1,
  roundSeconds: 1,
  idleCrossings: 5,
  loadedSeconds: 2,
  saturatedSeconds: 1,
  eventsPerSecond: 500,
  changedContacts: 300,
  coldContacts: 100,
  fewContacts: 100,
  manyEvents: 500,
  clicks: 10,
  coldStarts: 1,
  cards: { people: 400, companies: 20, eventsEach: 50 },
  cardAnswers: 100,
  home: { population: { people: 400, companies: 20, eventsEach: 50 }, handoffs: 200 },
  homeAnswers: 20,
  rebuild: { people: 2_000, companies: 200, eventsEach: 4 },
  idleSeconds: 1,
  clocks: 200,
  move: { people: 400, companies: 20, eventsEach: 50 },
  nodesRounds: 1,
  scaleEvents: 20_000,
  scaleRounds: 1,
  companySizes: [10, 100, 2_000],
  dayHandoffs: 12,
  say: tell,
};
