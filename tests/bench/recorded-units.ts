/** What was recorded on PostgreSQL, as transactions and single statements, and which of them waited for which. */
import type { RecordedQuery, StatementKind } from './record-postgres.ts';

export type UnitStatement = {
  text: number;
  kind: StatementKind;
  values: unknown[];
  /** It was sent when the one before it had ended, and not together with it. */
  waits: boolean;
};

/** A transaction, or a statement outside of any. */
export type Unit = { statements: UnitStatement[]; sentAt: number; endedAt: number };

/** In the order in which they began. Those of which the recording has only a part are left out. */
export function unitsOf(texts: string[], queries: RecordedQuery[]): Unit[] {
  const units: Unit[] = [];
  for (const own of Map.groupBy(queries, ([, , , connection]) => connection).values()) {
    let open: Unit | null = null;
    let endedBefore = 0;
    for (const [text, kind, values, , sentAt, endedAt] of own) {
      const said = texts[text]!;
      const begins = said.startsWith('BEGIN');
      const ends = said === 'COMMIT' || said === 'ROLLBACK';
      if (open === null && ends) continue;
      if (open === null) open = { statements: [], sentAt, endedAt };
      open.statements.push({ text, kind, values, waits: sentAt > endedBefore });
      open.endedAt = Math.max(open.endedAt, endedAt);
      endedBefore = endedAt;
      const isTransaction = texts[open.statements[0]!.text]!.startsWith('BEGIN');
      if (ends || (!begins && !isTransaction)) {
        // The first may be within a transaction whose beginning was not recorded.
        if (isTransaction || kind !== 'prepared') units.push(open);
        open = null;
      }
    }
  }
  return units.sort((one, other) => one.sentAt - other.sentAt);
}

/**
 * Runs them as they ran: each begins when all have ended that had ended before it began, and those that were under way together
 * are again.
 */
export async function runUnits(units: Unit[], run: (unit: Unit) => Promise<void>): Promise<void> {
  let underWay: { endedAt: number; ended: Promise<void> }[] = [];
  for (const unit of units) {
    await Promise.all(underWay.flatMap(({ endedAt, ended }) => (endedAt < unit.sentAt ? [ended] : [])));
    underWay = underWay.filter(({ endedAt }) => endedAt >= unit.sentAt);
    underWay.push({ endedAt: unit.endedAt, ended: run(unit) });
  }
  await Promise.all(underWay.map(({ ended }) => ended));
}
