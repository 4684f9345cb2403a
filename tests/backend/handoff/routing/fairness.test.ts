import fc from 'fast-check';
import { type Ledger, shortfall, takeTurn } from '../../../../backend/handoff/routing/fairness.ts';

type Owner = {
  email: string;
  weight: number;
  dailyCap: number;
  joinsOn: number;
  leaves: { from: number; days: number }[];
};

const days = 250;
const handoffsPerDay = 40;

const anyOwner: fc.Arbitrary<Omit<Owner, 'email'>> = fc.record({
  weight: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 20 })),
  dailyCap: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.integer({ min: 1, max: 8 })),
  joinsOn: fc.oneof(fc.constant(0), fc.nat(days)),
  leaves: fc.array(fc.record({ from: fc.nat(days), days: fc.integer({ min: 1, max: 20 }) }), { maxLength: 5 }),
});
const anyPool = fc
  .array(anyOwner, { minLength: 1, maxLength: 14 })
  .map((owners) => owners.map((owner, index): Owner => ({ ...owner, email: `ae${index}@acme.test` })));

const isThere = ({ joinsOn, leaves }: Owner, day: number) =>
  day >= joinsOn && !leaves.some((leave) => day >= leave.from && day < leave.from + leave.days);

/** Every handoff of so many days, to whoever is there and has had fewer than their cap. */
function simulate(pool: Owner[], each: (ledger: Ledger, present: Owner[], chosen: string) => void): number {
  let ledger: Ledger = {};
  let given = 0;
  for (let day = 0; day < days; day += 1) {
    const today = new Map<string, number>();
    for (let index = 0; index < handoffsPerDay; index += 1) {
      const present = pool.filter((owner) => isThere(owner, day) && (today.get(owner.email) ?? 0) < owner.dailyCap);
      const turn = takeTurn(
        ledger,
        present.map(({ email, weight }) => ({ email, weight, isEligible: true })),
      );
      if (turn === null) continue;
      ledger = { ...ledger, ...turn.after };
      today.set(turn.chosen, (today.get(turn.chosen) ?? 0) + 1);
      given += 1;
      each(ledger, present, turn.chosen);
    }
  }
  return given;
}

const team: Owner[] = [5, 1, 1, 3, 2, 2, 8, 1].map((weight, index) => ({
  email: `ae${index}@acme.test`,
  weight,
  dailyCap: [Number.POSITIVE_INFINITY, 3, 4, 9, 6][index % 5]!,
  joinsOn: index === 7 ? 120 : index === 6 ? 40 : 0,
  leaves: [
    { from: 20 + 11 * index, days: 10 },
    { from: 140 + 7 * index, days: 15 },
  ],
}));

describe('fair shares', () => {
  it('over 10,000 handoffs with weights, leave, caps and joiners nobody is more than one from their ideal', () => {
    let furthest = 0;
    const given = simulate(team, (ledger, _present, chosen) => {
      furthest = Math.max(furthest, ...Object.values(ledger).map((entry) => Math.abs(shortfall(entry))));
      expect(ledger[chosen]!.handoffs).toBeGreaterThan(0);
    });
    expect(given).toBe(days * handoffsPerDay);
    expect(furthest).toBeLessThanOrEqual(1);
  });

  it('nobody is in any team, whoever comes and goes', () => {
    fc.assert(
      fc.property(anyPool, (pool) => {
        let furthest = 0;
        simulate(pool, (ledger, present) => {
          for (const { email } of present) furthest = Math.max(furthest, Math.abs(shortfall(ledger[email]!)));
        });
        expect(furthest).toBeLessThanOrEqual(1);
      }),
      { numRuns: 12 },
    );
  });

  it('give each their part by weight while the same people are there', () => {
    let ledger: Ledger = {};
    const present = [7, 2, 1].map((weight, index) => ({ email: `ae${index}`, weight, isEligible: true }));
    for (let index = 0; index < 1000; index += 1) ledger = takeTurn(ledger, present)!.after;
    expect(Object.values(ledger).map(({ handoffs }) => handoffs)).toEqual([700, 200, 100]);
  });

  it('flood neither who joins nor who returns: nobody gets two in a row among equals', () => {
    const pool = Array.from({ length: 4 }, (_, index) => ({
      ...{ email: `ae${index}`, weight: 1, dailyCap: Number.POSITIVE_INFINITY },
      joinsOn: index === 3 ? 100 : 0,
      leaves: index === 2 ? [{ from: 10, days: 60 }] : [],
    }));
    let last = '';
    let repeats = 0;
    let changes = 0;
    let there = 0;
    simulate(pool, (_ledger, present, chosen) => {
      if (there !== present.length) changes += 1;
      there = present.length;
      if (chosen === last) repeats += 1;
      last = chosen;
    });
    expect(changes).toBe(4);
    expect(repeats).toBeLessThan(changes);
  });

  it('keep what is owed to somebody whose territory a handoff is not in', () => {
    const both = [
      { email: 'everywhere', weight: 1, isEligible: true },
      { email: 'germany', weight: 1, isEligible: true },
    ];
    const abroad = [both[0]!, { ...both[1]!, isEligible: false }];
    const first = takeTurn({}, both)!;
    expect(first.chosen).toBe('everywhere');
    const second = takeTurn(first.after, abroad)!;
    expect([second.chosen, second.order]).toEqual(['everywhere', ['everywhere']]);
    expect(shortfall(second.after.germany!)).toBe(0.5);
    expect(takeTurn(second.after, both)!.chosen).toBe('germany');
  });

  it('have nobody next where nobody is eligible', () => {
    expect(takeTurn({}, [])).toBeNull();
    expect(takeTurn({}, [{ email: 'a', weight: 1, isEligible: false }])).toBeNull();
  });
});
