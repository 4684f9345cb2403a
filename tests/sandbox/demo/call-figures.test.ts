import { countCalls, tooManyRefused } from '../../../sandbox/demo/call-figures.ts';

it('counts HubSpot’s own API, and of that what was refused, by route', () => {
  const figures = countCalls({
    byRoute: {
      'GET /crm/v3/owners/': { calls: 3, byStatus: { 200: 2, 429: 1 } },
      'POST /crm/v3/objects/contacts/batch/create': { calls: 4, byStatus: { 207: 2, 409: 1, 503: 1 } },
      'GET /sandbox/state': { calls: 90, byStatus: { 200: 80, 400: 10 } },
    },
  });
  expect(figures).toEqual({
    calls: 7,
    refused: 2,
    refusals: { 'GET /crm/v3/owners/ 429': 1, 'POST /crm/v3/objects/contacts/batch/create 409': 1 },
  });
});

it.each([
  [100, 1, true],
  [101, 1, false],
  [5, 0, false],
  [0, 0, false],
])('of %i calls, %i refused are too many: %s', (calls, refused, isTooMany) => {
  expect(tooManyRefused({ calls, refused, refusals: {} })).toBe(isTooMany);
});
