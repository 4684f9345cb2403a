/** How long and how often: the full benchmark, or a smoke run that only shows that everything works. */
export type Settings = {
  quick: boolean;
  rounds: number;
  warmUpSeconds: number;
  roundSeconds: number;
  /** Crossings measured while nothing else happens, and under load. */
  idleCrossings: number;
  loadedSeconds: number;
  eventsPerSecond: number;
  changedContacts: number;
  coldStarts: number;
  say: (line: string) => void;
};

const tell = (line: string) => console.error(line);

export const full: Settings = {
  quick: false,
  rounds: 5,
  warmUpSeconds: 2,
  roundSeconds: 4,
  idleCrossings: 60,
  loadedSeconds: 20,
  eventsPerSecond: 2_000,
  changedContacts: 3_000,
  coldStarts: 5,
  say: tell,
};

export const quick: Settings = {
  quick: true,
  rounds: 1,
  warmUpSeconds: 1,
  roundSeconds: 1,
  idleCrossings: 5,
  loadedSeconds: 2,
  eventsPerSecond: 500,
  changedContacts: 300,
  coldStarts: 1,
  say: tell,
};
