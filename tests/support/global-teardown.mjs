/** Stops PostgreSQL if a test had it started. */
export default async function globalTeardown() {
  await globalThis.zoStopPostgres?.();
}
