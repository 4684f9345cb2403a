/** After the last test. Nothing yet. */
export default async function globalTeardown() {}
