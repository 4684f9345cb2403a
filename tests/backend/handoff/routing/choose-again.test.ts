import fc from 'fast-check';
import { type AssignQuestion, assignOwner, chooseAgain } from '../../../../backend/handoff/assign.ts';
import { askedWho, lee, maria, now, tom } from '../../../support/handoffs.ts';

const there = { weight: 1, away: null, outside: null };

describe('a handoff that is taken from somebody', () => {
  it('goes by turns, whoever has a claim, and to nobody who has had it', () => {
    const question = askedWho({
      named: tom.email,
      companyOwnerId: tom.id,
      presentOwnerId: tom.id,
      lastOwner: { ownerId: tom.id, at: now, of: 'contact' },
      notAgain: [tom.id],
      rotation: 1,
    });
    const again = chooseAgain(question);
    expect(again).toMatchObject({
      assigned: true,
      owner: lee,
      setByUs: true,
      reason: 'next in rotation',
      rule: `Taken from somebody: in turn ${maria.email}, ${tom.email}, ${lee.email}, but nobody who has had it.`,
    });
    expect(again.candidates.map(({ email, why, claims }) => [email, why, claims])).toEqual([
      [maria.email, 'next after this one in rotation', []],
      [tom.email, 'must not get it again', []],
      [lee.email, 'next in rotation', []],
    ]);
  });

  it('goes to nobody when everybody has had it, with nothing to wait for', () => {
    const question = askedWho({
      notAgain: [maria.id, tom.id, lee.id],
      standings: { [maria.email]: { ...there, away: 'on leave', awayBy: 'leave', backAt: now } },
    });
    expect(chooseAgain(question)).toMatchObject({
      assigned: false,
      reason: `None of the playbook’s owners may get it now (${maria.email}: must not get it again; ${tom.email}: must not get it again; ${lee.email}: must not get it again).`,
      nextTryAt: null,
    });
  });

  it('is never given to one of them, is due them nothing, and chooses as turns do without them', () => {
    const everybody = [maria, tom, lee];
    const anyQuestion = fc.record({
      notAgain: fc.subarray(everybody.map(({ id }) => id)),
      weights: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 3 }),
      presentOwnerId: fc.constantFrom(null, maria.id, tom.id),
      ideal: fc.double({ min: -1, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(anyQuestion, ({ notAgain, weights, presentOwnerId, ideal }) => {
        const standings = Object.fromEntries(
          everybody.map(({ email }, index) => [email, { ...there, weight: weights[index]! }]),
        );
        const ledger = { [maria.email]: { ideal, handoffs: 0 }, [tom.email]: { ideal: -ideal, handoffs: 0 } };
        const question: AssignQuestion = askedWho({ notAgain, standings, ledger, presentOwnerId });
        const again = chooseAgain(question);
        if (notAgain.length === 3) return expect(again.assigned).toBe(false);
        if (!again.assigned) throw new Error(again.reason);
        expect(notAgain).not.toContain(again.owner.id);
        for (const { id, email } of everybody.filter(({ id }) => notAgain.includes(id)))
          expect([id, again.turn!.after[email]]).toEqual([id, again.turn!.before[email]]);
        return expect(assignOwner(again.question)).toEqual(again);
      }),
    );
  });
});
