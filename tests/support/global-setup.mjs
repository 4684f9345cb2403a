/** Before the first test. Nothing yet. */
export default async function globalSetup() {}
