/** However HubSpot's webhooks arrive, what follows is the same. */
import fc from 'fast-check';
import { type HistoryStep, type Listener, startHistory, startListener } from '../../support/hubspot-history.ts';
import { startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';

const counts = { contacts: 4, companies: 3 };
let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal({ tenSecondlyLimit: 1_000_000 }, { pacing: { limit: 1_000_000, maxInFlight: 100 } });
});
afterAll(() => portal.close());

async function control(path: string, body: object): Promise<void> {
  const response = await fetch(portal.sandbox.url + path, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
}

const contact = fc.nat(counts.contacts - 1);
const company = fc.nat(counts.companies - 1);
const ofType = (what: 'merge' | 'delete' | 'restore') =>
  fc.oneof(
    fc.record({
      do: fc.constant(what),
      type: fc.constant('contact' as const),
      one: contact,
      other: contact,
    }),
    fc.record({ do: fc.constant(what), type: fc.constant('company' as const), one: company, other: company }),
  );
const step: fc.Arbitrary<HistoryStep> = fc.oneof(
  ofType('merge'),
  ofType('delete'),
  ofType('restore'),
  fc.record({
    do: fc.constant('write' as const),
    type: fc.constant('contact' as const),
    one: contact,
    value: fc.nat(2),
  }),
  fc.record({
    do: fc.constant('write' as const),
    type: fc.constant('company' as const),
    one: company,
    value: fc.nat(9),
  }),
  fc.record({ do: fc.constantFrom('associate' as const, 'dissociate' as const), one: contact, other: company }),
  fc.record({ do: fc.constant('delete for privacy' as const), one: contact }),
);

/** How deliveries are mixed up: one number for each place a choice is made. */
const mixing = fc.infiniteStream(fc.nat(1_000));

it('merges, deletions, also for privacy, restores, changes and associations come to the same, told in order, at once, or late, twice and mixed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 8 }),
      fc.boolean(),
      mixing,
      async (steps, keepsId, mix) => {
        await control('/sandbox/reset', { seed: 'empty' });
        await control('/sandbox/settings', {
          mergesKeepPrimaryId: keepsId,
          tenSecondlyLimit: 1_000_000,
          associationBatchLimit: 1_000_000,
        });
        const history = startHistory(portal, counts);
        const listeners = await Promise.all([1, 2, 3].map(() => startListener(portal, history)));
        const [inOrder, mixed, live] = listeners as [Listener, Listener, Listener];
        const choose = (below: number) => (mix.next().value as number) % below;
        try {
          const told: Record<string, unknown>[] = [];
          const late: Record<string, unknown>[] = [];
          for (const one of steps) {
            const webhooks = history.happen(one);
            told.push(...webhooks);
            for (const webhook of webhooks) {
              if (choose(3) === 0) late.push(webhook);
              else await live.hear([webhook]);
            }
            if (choose(2) === 0) await live.work();
          }
          await live.hear(late.toReversed());
          await live.work();

          for (const webhook of told) await inOrder.hear([webhook]);
          await inOrder.work();

          const shuffled = [...told, ...told.filter(() => choose(2) === 0)]
            .map((webhook) => ({ webhook, place: choose(1_000) }))
            .sort((one, other) => one.place - other.place)
            .map(({ webhook }) => webhook);
          while (shuffled.length > 0) {
            await mixed.hear(shuffled.splice(0, 1 + choose(4)));
            if (choose(2) === 0) await mixed.work();
          }
          await mixed.work();

          const expected = await inOrder.state();
          expect(await mixed.state()).toEqual(expected);
          expect((await live.state()).links).toEqual(expected.links);
          const known = JSON.stringify(expected.links);
          for (const index of history.forgotten()) expect(known).not.toContain(`"u:user-${index}"`);
        } finally {
          for (const listener of listeners) await listener.close();
        }
      },
    ),
    { numRuns: 30 },
  );
}, 120_000);
