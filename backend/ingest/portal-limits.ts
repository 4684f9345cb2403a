/** How many events each portal may send. */

/** Sustained, where INGEST_EVENTS_PER_SECOND says nothing. */
export const defaultEventsPerSecond = 1_000;
/** So many seconds' worth may come at once. */
export const burstSeconds = 10;
