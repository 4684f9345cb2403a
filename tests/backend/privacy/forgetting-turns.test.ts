import fc from 'fast-check';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { createForgettingTurns, type ForgettingTurns } from '../../../backend/privacy/forgetting-turns.ts';

const waiting = (...contactIds: string[]) => contactIds.map((contactId) => ({ contactId, toldAt: 0 }));
const idsDue = (turns: ForgettingTurns, ids: string[], at: number) =>
  turns.due(7, waiting(...ids), at).map(({ contactId }) => contactId);

it('tries each in the order it was told, until it is its turn again', () => {
  const turns = createForgettingTurns(createPortalMemory());
  expect(idsDue(turns, ['501', '502', '503'], 100)).toEqual(['501', '502', '503']);
  turns.tryAgain(7, '501', 200);
  turns.done(7, '502');
  expect(idsDue(turns, ['501', '503'], 199)).toEqual(['503']);
  expect(idsDue(turns, ['501', '503'], 200)).toEqual(['501', '503']);
});

it('one that always fails comes last, and never holds up the others', () => {
  const turns = createForgettingTurns(createPortalMemory());
  expect(turns.failed(7, '501', 50)).toBe(false);
  expect(turns.mayTry(7, 1)).toBe(true);
  expect(idsDue(turns, ['501', '502'], 1)).toEqual(['502']);
  expect(idsDue(turns, ['501', '502'], 50)).toEqual(['502', '501']);
});

it('three failures in a row are nobody’s of them: the portal waits, and only that one', () => {
  const turns = createForgettingTurns(createPortalMemory());
  expect(['501', '502', '503'].map((id) => turns.failed(7, id, 50))).toEqual([false, false, true]);
  expect([turns.mayTry(7, 49), turns.mayTry(8, 49), turns.mayTry(7, 50)]).toEqual([false, true, true]);
  expect(turns.failed(7, '501', 90)).toBe(false);
  turns.done(7, '502');
  expect([turns.failed(7, '503', 90), turns.failed(7, '504', 90)]).toEqual([false, false]);
});

it('remembers nothing of portals and contacts that are gone', () => {
  const turns = createForgettingTurns(createPortalMemory());
  turns.failed(7, '501', 50);
  turns.failed(7, '502', 50);
  turns.portalFailed(8, 50);
  expect(turns.size()).toEqual({ portals: 2, contacts: 2 });
  turns.keepPortals([7]);
  expect(idsDue(turns, ['502'], 0)).toEqual([]);
  expect(turns.size()).toEqual({ portals: 1, contacts: 1 });
  turns.keepPortals([]);
  expect(turns.size()).toEqual({ portals: 0, contacts: 0 });
  expect([turns.mayTry(7, 0), turns.mayTry(8, 0)]).toEqual([true, true]);
});

it('however many always fail, everybody else is forgotten within a few rounds', () => {
  const bad = fc.uniqueArray(fc.nat(30), { maxLength: 20 });
  fc.assert(
    fc.property(bad, (failing) => {
      const turns = createForgettingTurns(createPortalMemory());
      const ids = Array.from({ length: 31 }, (_none, index) => String(index));
      let left = ids;
      let rounds = 0;
      for (let at = 0; left.length > failing.length; at += 30) {
        rounds += 1;
        for (const id of idsDue(turns, left, at)) {
          if (!failing.includes(Number(id))) {
            turns.done(7, id);
            left = left.filter((one) => one !== id);
          } else if (turns.failed(7, id, at + 30)) break;
        }
      }
      expect(left.map(Number).sort()).toEqual([...failing].sort());
      expect(rounds).toBeLessThanOrEqual(1 + Math.ceil(failing.length / 3));
    }),
  );
});
