import { once } from 'node:events';
import { Agent, type IncomingMessage, request as openRequest } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setImmediate as lastPartOfTurn, setTimeout as sleep } from 'node:timers/promises';
import { closeHttpServer, createHttpServer } from '../../../backend/http/create-server.ts';

async function listen(answerAfterMs: number) {
  const server = createHttpServer({
    door: { handle: (_request, response) => void sleep(answerAfterMs).then(() => response.end('door')) },
    app: (_request, response) => response.end('express'),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

async function get(port: number, path: string, agent: Agent): Promise<string> {
  const request = openRequest({ host: '127.0.0.1', port, path, agent }).end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += chunk;
  return text;
}

/** As a machine with much else to do makes a turn take long. */
function spin(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until; );
}

describe('the HTTP server', () => {
  it('sends what starts with /v1/ to the door and everything else to Express', async () => {
    const { server, port } = await listen(0);
    const agent = new Agent();
    const paths = ['/v1/track', '/v1/', '/v1', '/', '/health', '/v11/track', '//v1/track'];
    expect(await Promise.all(paths.map((path) => get(port, path, agent)))).toEqual([
      ...['door', 'door'],
      ...['express', 'express', 'express', 'express', 'express'],
    ]);
    await closeHttpServer(server);
  });

  it('closes while clients that keep their connections go on sending, and answers all it has taken', async () => {
    const { server, port } = await listen(20);
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    let taken = 0;
    server.on('request', () => {
      taken += 1;
    });
    let answered = 0;
    const failures = new Set<string>();
    const sendOn = async () => {
      for (;;) {
        try {
          expect(await get(port, '/v1/track', agent)).toBe('door');
          answered += 1;
        } catch (error) {
          failures.add((error as NodeJS.ErrnoException).code ?? String(error));
          return;
        }
      }
    };
    const senders = Promise.all(Array.from({ length: 8 }, sendOn));
    // Each connection has been used more than once.
    while (answered < 16) await sleep(5);
    const before = performance.now();
    await closeHttpServer(server);
    expect(performance.now() - before).toBeLessThan(5_000);
    await senders;
    expect(answered).toBe(taken);
    // Refused, or put back out of the queue of those nobody had taken yet.
    for (const failure of failures) expect(['ECONNREFUSED', 'ECONNRESET']).toContain(failure);
    agent.destroy();
  });

  it('resets nobody who has a connection and sends the next request at that moment', async () => {
    let broken: string[] = [];
    for (let round = 0; round < 10; round += 1) {
      const { server, port } = await listen(0);
      const agents = Array.from({ length: 16 }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
      let isClosing = false;
      const failures = agents.map(async (agent) => {
        for (;;) {
          const failure = await get(port, '/v1/track', agent).then(
            () => null,
            (error: NodeJS.ErrnoException) => error.code ?? error.message,
          );
          if (failure !== null) return failure;
          // One that was told that its connection ends would open another, which is refused.
          if (isClosing && Object.keys(agent.freeSockets).length === 0) return 'told to end';
          await sleep(Math.random() * 3);
        }
      });
      await sleep(60);
      const closed = closeHttpServer(server);
      isClosing = true;
      broken = broken.concat(
        (await Promise.all(failures)).filter((end) => !['told to end', 'ECONNREFUSED'].includes(end)),
      );
      await closed;
      for (const agent of agents) agent.destroy();
    }
    expect(broken).toEqual([]);
  });

  it('takes all whom the system has connected before it closes, also when each of its turns is slow', async () => {
    const { server, port } = await listen(0);
    const busyUntil = performance.now() + 3_000;
    const work = () => {
      for (const until = performance.now() + 20; performance.now() < until; );
      if (performance.now() < busyUntil) setImmediate(work);
    };
    work();
    const agent = new Agent();
    const asked = Array.from({ length: 60 }, () =>
      get(port, '/v1/track', agent).catch((error: NodeJS.ErrnoException) => error.code),
    );
    // All have asked for their connections by then, and of those the server has taken one or two.
    await sleep(1);
    const closed = closeHttpServer(server);
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['door']));
    await closed;
  }, 30_000);

  it('resets nobody whose next request has come and was not read yet, because a turn was long', async () => {
    const { server, port } = await listen(0);
    const agents = Array.from({ length: 8 }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
    await Promise.all(agents.map((agent) => get(port, '/v1/track', agent)));
    const closed = closeHttpServer(server);
    // Until shortly before idle connections are closed; the requests are sent then, and read only after that moment.
    await sleep(900);
    await lastPartOfTurn();
    const asked = agents.map((agent) =>
      get(port, '/v1/track', agent).catch((error: NodeJS.ErrnoException) => error.code),
    );
    for (let tick = 0; tick < 3; tick += 1) await new Promise<void>((resolve) => process.nextTick(resolve));
    for (const until = performance.now() + 300; performance.now() < until; );
    expect(await Promise.all(asked)).toEqual(agents.map(() => 'door'));
    await closed;
    for (const agent of agents) agent.destroy();
  });

  it('takes those who are connected in a long turn, after a few in which nobody was', async () => {
    const { server, port } = await listen(0);
    const agent = new Agent();
    const asked: Promise<unknown>[] = [];
    const isOver = () => !server.listening;
    let turn = 0;
    const work = () => {
      if (isOver() || turn > 60) return;
      turn += 1;
      for (const until = performance.now() + 5; performance.now() < until; );
      if (turn % 4 === 0) asked.push(get(port, '/v1/track', agent).catch((error: NodeJS.ErrnoException) => error.code));
      setImmediate(work);
    };
    work();
    await closeHttpServer(server);
    expect(await Promise.all(asked)).toEqual(Array.from({ length: 15 }, () => 'door'));
  });

  it('tells also those who asked before it closed, and are answered late, that their connection ends', async () => {
    const { server, port } = await listen(1_200);
    const agent = new Agent({ keepAlive: true });
    const asked = Array.from({ length: 4 }, async () => {
      const request = openRequest({ host: '127.0.0.1', port, path: '/v1/track', agent }).end();
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      response.resume();
      return response.headers.connection;
    });
    await sleep(100);
    await closeHttpServer(server);
    expect(await Promise.all(asked)).toEqual(['close', 'close', 'close', 'close']);
    agent.destroy();
  });

  it.each([
    ['', 0],
    [', also when every turn is long meanwhile', 1_000],
  ])('leaves a connection open for a moment that went on with a late answer%s', async (_, longTurnsMs) => {
    const server = createHttpServer({
      door: { handle: (_request, response) => response.end('door') },
      app(_request, response) {
        // It has said by then that the connection goes on.
        response.write('a long ');
        void sleep(1_300).then(() => response.end('answer'));
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const asked = get(port, '/export', agent);
    await sleep(100);
    const closed = closeHttpServer(server);
    await sleep(900);
    for (const until = performance.now() + longTurnsMs; performance.now() < until; await lastPartOfTurn()) spin(2);
    expect(await asked).toBe('a long answer');
    await sleep(50);
    expect(await get(port, '/v1/track', agent)).toBe('door');
    await closed;
    agent.destroy();
  });

  it('cuts off who is not done in time', async () => {
    const { server, port } = await listen(0);
    const taken = once(server, 'connection');
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Le');
    await taken;
    await closeHttpServer(server, 50);
    await closed;
  });
});
