import { setTimeout as sleep } from 'node:timers/promises';
import type { Unit } from './case.ts';
import { runUnits } from './run-units.ts';

it('runs units beside each other, and what measures time once they are over, alone', async () => {
  const running = new Set<string>();
  const beside: Record<string, string[]> = {};
  const unit = (id: string, alone = false): Unit => ({
    id,
    group: 'a group',
    title: id,
    engine: 'sqlite',
    alone,
    async run() {
      running.add(id);
      await sleep(20);
      beside[id] = [...running].filter((other) => other !== id);
      running.delete(id);
      return { faults: { one: 1 }, problems: [] };
    },
  });
  const results = await runUnits([unit('times 1', true), unit('first'), unit('times 2', true), unit('second')], {
    seed: 1,
    jobs: 2,
    say: () => {},
    onResult: () => {},
  });
  expect(results.map(({ id }) => id).toSorted()).toEqual(['first', 'second', 'times 1', 'times 2']);
  expect(results.slice(2).map(({ id }) => id)).toEqual(['times 1', 'times 2']);
  expect(beside).toMatchObject({ 'times 1': [], 'times 2': [], first: ['second'] });
});
