import { createPortalMemory } from '../../backend/portals/portal-memory.ts';
import { createOngoing, fingerprintOf, UsedForSomethingElseError } from '../../backend/same-request.ts';

const asked = { author: 'ops@acme.test', deed: 'make write key', detail: { source: 'server', name: 'api' } };

describe('whether two requests are the same', () => {
  it('is a question of who asks, for what, and with which words', () => {
    const print = fingerprintOf(asked);
    expect(fingerprintOf(structuredClone(asked))).toBe(print);
    for (const other of [
      { author: 'tom@acme.test' },
      { deed: 'provision' },
      { detail: { source: 'browser', name: 'api' } },
      { detail: null },
    ]) {
      expect(fingerprintOf({ ...asked, ...other })).not.toBe(print);
    }
  });

  it('does not hang on where one word ends and the next begins', () => {
    const of = (author: string, deed: string) => fingerprintOf({ author, deed, detail: '' });
    expect(of('a', 'b c')).not.toBe(of('a b', 'c'));
  });

  it('tells nothing of what was said', () => {
    expect(fingerprintOf(asked)).not.toContain('ops');
  });
});

describe('work that goes on', () => {
  it('is shared by whoever asks for the same, and by nobody else', async () => {
    const ongoing = createOngoing<{ work: Promise<number> }>(createPortalMemory(), 'work', 0);
    let begun = 0;
    const begin = () => {
      begun += 1;
      return { work: Promise.resolve(begun) };
    };
    const one = ongoing.take('1 id', 'print', begin);
    expect(ongoing.take('1 id', 'print', begin)).toBe(one);
    expect(() => ongoing.take('1 id', 'another', begin)).toThrow(UsedForSomethingElseError);
    expect([await one.work, begun, ongoing.isRunning('1 id')]).toEqual([1, 1, false]);
  });
});
