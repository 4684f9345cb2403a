/** What every store promises about the rest of a contact that was just written: who waits for its end, and who never does. */
import { beatMs } from '../../backend/outbox/contact-rest.ts';
import type { Effect } from '../../backend/outbox/effect.ts';
import type { OutboxStore } from '../../backend/store/store.ts';
import { contact } from './outbox-effects.ts';

export function restBattery(openStore: () => Promise<OutboxStore>): void {
  let store: OutboxStore;
  let portalId = 6500;
  beforeAll(async () => {
    store = await openStore();
  });
  beforeEach(() => {
    portalId += 1;
  });

  const claim = (now: number, lease: string) => store.claimEffects(portalId, 'hubspot', 10, now, lease);
  const keysOf = (claimed: { key: string }[]) => claimed.map(({ key }) => key);
  const resting = (personId: number, is: Partial<Effect> = {}) => contact(personId, { mayRest: true, ...is });
  /** Claims the contact at `at` and writes it, which takes 100 ms; `meanwhile` is wanted at half of that. */
  async function write(at: number, restMs: number, meanwhile: Effect[] = []): Promise<void> {
    const [claimed] = await claim(at, `lease ${at}`);
    await store.enqueue(portalId, meanwhile, at + 50);
    await store.settleEffects(portalId, [{ ...claimed!, outcome: { outcome: 'done', restMs } }], at + 100);
  }

  it('lets what may rest wait until the record has rested, and what may not at no time', async () => {
    await store.enqueue(portalId, [resting(1)], 10);
    await write(10, 5_000);
    await store.enqueue(portalId, [resting(1)], 200);
    await store.enqueue(portalId, [resting(1)], 300);
    expect(await claim(5_109, 'early')).toEqual([]);
    expect(await store.readyLanes(portalId, 5_109)).toEqual([]);
    expect(await store.nextEffectAt(portalId)).toBe(5_110);
    await store.enqueue(portalId, [contact(1)], 400);
    await store.enqueue(portalId, [resting(1)], 500);
    expect(await store.nextEffectAt(portalId)).toBe(400);
    await write(500, 0);
    await store.enqueue(portalId, [resting(1)], 700);
    expect(keysOf(await claim(700, 'at once'))).toEqual(['contact:1']);
  });

  it.each([
    ['what may rest', [resting(1)], 5_110],
    ['what may not', [contact(1)], 60],
    ['both, in whatever order', [resting(1), contact(1), resting(1)], 60],
  ])('wanted while it was being written, %s is due when it should be', async (_what, meanwhile, due) => {
    await store.enqueue(portalId, [contact(1)], 10);
    await write(10, 5_000, meanwhile);
    expect(await store.nextEffectAt(portalId)).toBe(due);
  });

  it('never keeps urgent work waiting that came while an urgent one was written in the midst of a rest', async () => {
    await store.enqueue(portalId, [contact(1)], 10);
    await write(10, 5_000);
    await store.enqueue(portalId, [contact(1)], 200);
    await write(200, 0, [contact(1), resting(1)]);
    expect(await store.nextEffectAt(portalId)).toBe(250);
  });

  it('lets nothing rest for longer because the clock was moved back', async () => {
    await store.enqueue(portalId, [contact(1)], 1_000_000);
    await write(1_000_000, 5_000);
    await store.enqueue(portalId, [resting(1)], 500);
    expect(await store.nextEffectAt(portalId)).toBe(500 + beatMs);
  });
}
