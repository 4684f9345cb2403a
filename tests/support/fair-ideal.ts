/** Ideals reckoned anew, as plainly as they can be: of each handoff everybody's due, nothing written off and nothing settled. */

export type Due = { email: string; weight: number; isAtCap: boolean };

export type FairIdeal = {
  /** Of everybody who may get this handoff, or would but for a cap; and whose it was. */
  give: (due: Due[], chosen: string) => void;
  /** Ideal less handoffs. */
  shortfalls: () => Map<string, number>;
};

export function fairIdeal(): FairIdeal {
  const short = new Map<string, number>();
  const shortOf = (email: string) => short.get(email) ?? 0;

  /** Poured out at once; who is at a cap takes no more than makes them even, and the rest is poured out again. */
  function pour(amount: number, among: Due[]): void {
    const weight = among.reduce((sum, one) => sum + one.weight, 0);
    const partOf = (one: Due) => (amount * one.weight) / weight;
    const filled = among.filter((one) => one.isAtCap && partOf(one) > -shortOf(one.email));
    if (filled.length === 0) {
      for (const one of among) short.set(one.email, shortOf(one.email) + partOf(one));
      return;
    }
    const taken = filled.reduce((sum, { email }) => sum - shortOf(email), 0);
    for (const { email } of filled) short.set(email, 0);
    pour(
      amount - taken,
      among.filter((one) => !filled.includes(one)),
    );
  }

  return {
    give(due, chosen) {
      pour(
        1,
        due.filter(({ email, isAtCap }) => !isAtCap || shortOf(email) < 0),
      );
      short.set(chosen, shortOf(chosen) - 1);
    },
    shortfalls: () => short,
  };
}
