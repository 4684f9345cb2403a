/**
 * Offers PostgreSQL to the tests: whoever asks the address in ZO_TEST_POSTGRES first has it started, the others share it,
 * and a run that needs none does not wait for one.
 */
import { createServer } from 'node:http';
import { startPostgres } from './postgres-server.mjs';

export default async function globalSetup() {
  let starting;
  const broker = createServer((_request, response) => {
    starting ??= startPostgres();
    starting.then(
      ({ url }) => response.end(url),
      (error) => response.writeHead(500).end(String(error?.message ?? error)),
    );
  });
  await new Promise((resolve) => broker.listen(0, '127.0.0.1', resolve));
  broker.unref();
  process.env.ZO_TEST_POSTGRES = `http://127.0.0.1:${broker.address().port}`;
  globalThis.zoStopPostgres = async () => {
    broker.close();
    broker.closeAllConnections();
    const server = await starting?.catch(() => undefined);
    await server?.stop();
  };
}
