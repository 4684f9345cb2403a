import { createOneAtATime } from '../../../backend/settings/one-at-a-time.ts';

it('does one thing at a time for each who asks, and the next once that has ended, well or not', async () => {
  const oneAtATime = createOneAtATime();
  const { promise, reject } = Promise.withResolvers<string>();
  const first = oneAtATime('maria', () => promise);
  expect(await oneAtATime('maria', async () => 'second')).toBe('busy');
  expect(await oneAtATime('tom', async () => 'his')).toBe('his');
  reject(new Error('unreadable'));
  await expect(first).rejects.toThrow('unreadable');
  expect(await oneAtATime('maria', async () => 'third')).toBe('third');
});
