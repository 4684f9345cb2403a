/** The ledger of fair shares as a table. Pure. */
import type { HomeColumn } from '@zo/shared';
import type { PortalOwner } from '../handoff/assign.ts';
import type { OwnerAccount } from '../handoff/routing/fairness-report.ts';
import type { Counted } from './keep-counted.ts';
import type { WholeTable } from './table.ts';

const columns: HomeColumn[] = [
  { key: 'owner', label: 'Owner', kind: 'text' },
  { key: 'weight', label: 'Weight', kind: 'number' },
  { key: 'due', label: 'Due by turns', kind: 'number' },
  { key: 'got', label: 'Got by turns', kind: 'number' },
  { key: 'ahead', label: 'Ahead or behind', kind: 'number' },
  { key: 'continuity', label: 'Known owner', kind: 'number' },
  { key: 'otherwise', label: 'Named or given', kind: 'number' },
  { key: 'open', label: 'Open now', kind: 'number' },
  { key: 'week', label: 'Last 7 days', kind: 'number' },
  { key: 'month', label: 'Last 28 days', kind: 'number' },
];

export function fairnessTable(counted: Counted<OwnerAccount[]> | null, owners: readonly PortalOwner[]): WholeTable {
  const nameOf = (email: string) => owners.find((owner) => owner.email === email)?.name ?? email;
  const rows = (counted?.value ?? []).map((account) => {
    const { email, weight, ideal, handoffs, deviation, byContinuity, otherwise } = account;
    const { openNow, given7Days, given28Days } = account;
    const byTurns = [weight, inTenths(ideal), handoffs, inTenths(deviation)];
    const cells = [nameOf(email), ...byTurns, byContinuity, otherwise, openNow, given7Days, given28Days];
    return { id: email, cells, contactId: null, handoffId: null };
  });
  return { name: 'fairness', columns, rows, isCut: false, asOf: counted?.asOf ?? null };
}

function inTenths(value: number): number {
  return Math.round(value * 10) / 10;
}
