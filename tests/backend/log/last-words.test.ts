import { setTimeout as sleep } from 'node:timers/promises';
import { lastWords } from '../../../backend/log/last-words.ts';

function listen(drain: () => Promise<void>) {
  const seen: unknown[] = [];
  const words = lastWords({
    log: { fatal: ((fields: object) => void seen.push(fields)) as never },
    drain,
    exit: (code) => void seen.push(code),
    drainWithinMs: 100,
  });
  return { words, seen };
}

describe('an error that nothing expected', () => {
  const err = new Error('unexpected');

  it('is told, and ends the process once it has drained', async () => {
    const { words, seen } = listen(() => sleep(20));
    words(err);
    expect(seen).toEqual([{ err }]);
    await sleep(60);
    expect(seen).toEqual([{ err }, 1]);
  });

  it('ends it also when draining fails, or never ends', async () => {
    const failing = listen(() => Promise.reject(new Error('cannot')));
    failing.words(err);
    const endless = listen(() => new Promise(() => {}));
    endless.words(err);
    await sleep(160);
    expect(failing.seen).toContain(1);
    expect(endless.seen).toEqual([{ err }, 1]);
  });

  it('ends it at once when another follows', () => {
    const { words, seen } = listen(() => new Promise(() => {}));
    words(err);
    words('another');
    expect(seen).toEqual([{ err }, { err: 'another' }, 1]);
  });
});
