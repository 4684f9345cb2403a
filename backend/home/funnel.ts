/** How many people ever came how far. Counted in small steps, so that nobody else waits for a large portal. */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { FunnelStep } from '@zo/shared';
import type { HomeStore } from '../store/home-store.ts';

const peopleAtOnce = 1_000;
const handoffsAtOnce = 250;

export type Funnel = Record<FunnelStep, number>;

export async function countFunnel(
  store: Pick<HomeStore, 'countPeople' | 'handoffsCame'>,
  portalId: number,
  isStopped: () => boolean = () => false,
): Promise<Funnel> {
  const people = { signedUp: 0, activated: 0, ready: 0 };
  for (let after: number | null = 0; after !== null && !isStopped(); ) {
    const { last, signedUp, activated, ready } = await store.countPeople(portalId, after, peopleAtOnce);
    people.signedUp += signedUp;
    people.activated += activated;
    people.ready += ready;
    after = last;
    await letOthersRun();
  }
  const came = { handedOff: new Set<number>(), engaged: new Set<number>(), won: new Set<number>() };
  for (let after: number | undefined = 0; after !== undefined && !isStopped(); ) {
    const rows = await store.handoffsCame(portalId, after, handoffsAtOnce);
    for (const { personId, handedOff, engaged, won } of rows) {
      if (handedOff) came.handedOff.add(personId);
      if (engaged) came.engaged.add(personId);
      if (won) came.won.add(personId);
    }
    after = rows.length < handoffsAtOnce ? undefined : rows.at(-1)?.handoffId;
    await letOthersRun();
  }
  return {
    'signed up': people.signedUp,
    activated: people.activated,
    ready: people.ready,
    'handed off': came.handedOff.size,
    engaged: came.engaged.size,
    won: came.won.size,
  };
}
