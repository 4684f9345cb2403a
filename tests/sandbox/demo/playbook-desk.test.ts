import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { playbookDesk } from '../../../sandbox/demo/playbook-desk.ts';

const nobody = { count: 0, people: [] };
const counts = { present: { ready: 0 }, draft: { ready: 0 }, added: nobody, removed: nobody };
const today = { people: 0, ...counts, notRead: { properties: [] }, takesEveryone: false };

let inForce = { version: 1, definition: 'the first' };
let server: Server;
beforeAll(async () => {
  server = createServer((request, response) => {
    const simulated = { simulation: { version: inForce.version, today } };
    response.end(JSON.stringify(request.url?.endsWith('/simulate') ? simulated : { inForce }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

it('notices while a draft is tried out that another version was saved elsewhere', async () => {
  const { port } = server.address() as AddressInfo;
  const desk = playbookDesk({ backendUrl: `http://127.0.0.1:${port}`, adminToken: 'token', portalId: 1 });
  let changes = 0;
  desk.onChange(() => {
    changes += 1;
  });
  await desk.apply('source', 'a first version');
  expect([desk.inForce(), changes]).toEqual([inForce, 1]);

  await desk.simulate('a draft', new AbortController().signal);
  expect(changes).toBe(1);
  inForce = { version: 2, definition: 'the second' };
  await desk.simulate('a draft', new AbortController().signal);
  expect([desk.inForce(), changes]).toEqual([inForce, 2]);
  desk.close();
});

it('notices within seconds, with nobody trying anything out, that another version was saved elsewhere', async () => {
  const { port } = server.address() as AddressInfo;
  inForce = { version: 3, definition: 'the third' };
  const desk = playbookDesk({ backendUrl: `http://127.0.0.1:${port}`, adminToken: 'token', portalId: 1 });
  await desk.apply('source', 'a first version');
  const changed = new Promise<void>((resolve) => desk.onChange(resolve));
  inForce = { version: 4, definition: 'the fourth' };
  await changed;
  expect(desk.inForce()).toEqual(inForce);
  desk.close();
}, 20_000);
