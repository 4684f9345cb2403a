import { hubspotSigned } from '../../../backend/http/hubspot-signed.ts';
import { type CardWorld, openCardWorld } from '../../support/card-world.ts';

let world: CardWorld;
beforeAll(async () => {
  world = await openCardWorld((app, { signed }) =>
    app.post('/echo', ...hubspotSigned(signed, {}), (request, response) => void response.json(request.body)),
  );
}, 30_000);
afterAll(() => world.close());

it('gives what HubSpot passes on as both databases can keep it, and nothing else is changed', async () => {
  const body = { name: 'a\0b', list: ['\ud800', 7, null, true, { email: 'Ünal 👩‍🚀' }], long: '\\u0000' };
  const cleaned = { ...body, name: 'a\ufffdb', list: ['\ufffd', ...body.list.slice(1)] };
  expect(await world.ask('/echo', 'page=settings', { body })).toEqual({ status: 200, body: cleaned });
});
