import { type SampleActivityAnswer, sampleActivityPath } from '@zo/shared';
import type { z } from 'zod';
import { createSampleRoutes } from '../../../backend/http/sample-routes.ts';
import { sampleActivityAnswerSchema } from '../../../backend/http/sample-schemas.ts';
import { type CardWorld, openCardWorld, portalId } from '../../support/card-world.ts';
import { now } from '../../support/handoffs.ts';
import type { Plain, Same } from '../../support/same-type.ts';

it('the schema of the answer and the type the pages know are the same', () => {
  const same: Same<Plain<z.infer<typeof sampleActivityAnswerSchema>>, Plain<SampleActivityAnswer>> = true;
  expect(same).toBe(true);
});

const asked: unknown[] = [];
const notThere: SampleActivityAnswer = { status: 'not connected', missing: 'playbook' };
const sample = {
  look: async (...question: unknown[]) => {
    asked.push(question);
    return notThere;
  },
  run: async (...question: unknown[]) => {
    asked.push(question);
    return notThere;
  },
};

let world: CardWorld;
let adminEmails: string[];
beforeAll(async () => {
  world = await openCardWorld((app, { signed, store }) =>
    app.use((request, response, next) =>
      createSampleRoutes({ signed, sample, store, operatorsOf: async () => adminEmails })(request, response, next),
    ),
  );
});
afterAll(() => world.close());
beforeEach(() => {
  asked.length = 0;
  adminEmails = ['maria@acme.test'];
});

const press = (body: object) => world.ask(sampleActivityPath, 'page=settings', { body });

it('looks for whoever asks, and says whether they may change it', async () => {
  expect(await world.ask(sampleActivityPath, 'page=home')).toEqual({ status: 200, body: notThere });
  adminEmails = [];
  await world.ask(sampleActivityPath, 'page=home');
  expect(asked).toEqual([
    [portalId, true],
    [portalId, false],
  ]);
});

it('is run for those who may change settings, with the key of the request', async () => {
  const wanted = { action: 'load', idempotencyKey: 'press-1-of-the-day' };
  expect((await press(wanted)).status).toBe(200);
  expect(asked).toEqual([[portalId, wanted, 'maria@acme.test']]);
});

it('is run for those to whom it was granted', async () => {
  adminEmails = ['ops@acme.test'];
  await world.store.saveGrant(portalId, { email: 'maria@acme.test', grantedBy: 'ops@acme.test', grantedAt: now });
  expect(await press({ action: 'load', idempotencyKey: 'press-of-a-grantee' })).toMatchObject({ body: notThere });
  await world.store.removeGrant(portalId, 'maria@acme.test');
  expect(asked).toHaveLength(1);
});

it('is not run for others, who are told whom to ask', async () => {
  adminEmails = ['ops@acme.test'];
  const { body } = await press({ action: 'remove', idempotencyKey: 'press-2-of-the-day' });
  expect(sampleActivityAnswerSchema.parse(body)).toEqual({
    status: 'not allowed',
    asOf: now,
    reason: expect.stringContaining('ops@acme.test can grant it'),
  });
  adminEmails = [];
  expect((await press({ action: 'load', idempotencyKey: 'press-3-of-the-day' })).body).toMatchObject({
    reason: expect.stringContaining('ADMIN_EMAILS'),
  });
  expect(asked).toEqual([]);
});

it.each([
  ['no key', { action: 'load' }],
  ['a key that is none', { action: 'load', idempotencyKey: 'x' }],
  ['something else than loading and removing', { action: 'explode', idempotencyKey: 'press-4-of-the-day' }],
])('refuses %s', async (_what, body) => {
  expect((await press(body)).status).toBe(400);
  expect(asked).toEqual([]);
});

it('refuses what HubSpot has not signed', async () => {
  expect((await world.ask(sampleActivityPath, 'page=home', { key: 'guessed' })).status).toBe(401);
});
