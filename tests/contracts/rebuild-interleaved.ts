/**
 * Rebuilds in the midst of what goes on: random streams whose groups are accepted between a rebuild's steps, which is begun
 * anew now and then as after a crash. Whatever happens, the end is what the plain fold over all raw events says.
 */
import fc from 'fast-check';
import type { RulesStore } from '../../backend/store/rules-store.ts';
import type { FoldRules, IngestStore } from '../../backend/store/store.ts';
import { eventStreams } from '../support/event-streams.ts';
import { normaliseAgain } from '../support/events.ts';
import { readRules, readStore, rulesOf } from './usage-property.ts';

type Store = IngestStore & RulesStore;

/** `live`: groups accepted before the rebuild, and between its steps; the rest is accepted after the swap. */
const plans = fc.record({
  before: fc.nat(6),
  between: fc.nat(6),
  crashAfter: fc.option(fc.nat(4), { nil: null }),
});

export async function compareInterleaved(store: Store, firstPortalId: number, runs: number): Promise<void> {
  let portalId = firstPortalId;
  await fc.assert(
    fc.asyncProperty(eventStreams, plans, async (stream, plan) => {
      portalId += 1;
      const rules = rulesOf(stream);
      const live = { ...rules, playbook: { ...rules.playbook, signals: [] } };
      const groups = [...stream.groups];
      const accept = async (count: number, theirs: FoldRules) => {
        for (const group of groups.splice(0, count)) await store.acceptEvents(portalId, group, theirs);
      };
      await accept(plan.before, live);
      if (plan.crashAfter !== null) await crash(store, portalId, rules, plan.crashAfter, () => accept(1, live));
      await rebuildAmong(store, portalId, rules, stream.now, (theirs) => accept(plan.between, theirs));
      await accept(groups.length, rules);
      while ((await store.wakeDue(portalId, stream.now, rules, 100)).more);
      expect(await readStore(store, portalId)).toEqual(readRules(stream));
    }),
    { numRuns: runs },
  );
}

/** A rebuild that ends after some steps, with whatever it has written. */
async function crash(store: Store, portalId: number, rules: FoldRules, steps: number, live: () => Promise<void>) {
  const folding = store.foldAnew(portalId, rules, normaliseAgain);
  for (let step = 0; step < steps && !(await folding.next()).done; step += 1) await live();
}

/** Events are counted by the rules before until the swap, by the new ones after it. */
async function rebuildAmong(
  store: Store,
  portalId: number,
  rules: FoldRules,
  now: number,
  accept: (theirs: FoldRules) => Promise<void>,
) {
  const before = { ...rules, playbook: { ...rules.playbook, signals: [] } };
  const folding = store.foldAnew(portalId, rules, normaliseAgain);
  let step = await folding.next();
  for (; !step.done; step = await folding.next()) await accept(before);
  let caughtUp = step.value;
  const key = { playbookVersion: 2, timeZone: rules.timeZone };
  while (!(await store.swapUsage(portalId, key, rules, normaliseAgain, caughtUp, { mostLate: 0 }))) {
    caughtUp = await store.catchUp(portalId, rules, normaliseAgain, caughtUp);
  }
  for await (const _ of store.followUp(portalId, rules, normaliseAgain, now)) await accept(rules);
}
