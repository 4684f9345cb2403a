/** Each table of the home page as it stands now: what it asks of the store, and of what is counted in the background. */
import type { HomeTableName } from '@zo/shared';
import type { PortalState } from '../portals/portal-state.ts';
import type { HomeStore } from '../store/home-store.ts';
import type { PortalStore } from '../store/store.ts';
import { ownersTable, weeksTable } from './call-tables.ts';
import type { Counts } from './counts.ts';
import { fairnessTable } from './fairness-table.ts';
import { type People, reviewTable, todayTable } from './handoff-tables.ts';
import { alarmsTable, checksTable, failedTable } from './health-tables.ts';
import { nearMissTable } from './near-miss-table.ts';
import type { WholeTable } from './table.ts';

export type TablesParts = { store: HomeStore & Pick<PortalStore, 'alarms'>; counts: Counts };

/** `most`: rows that are looked at, of whatever can have many. `since`: when today began. */
export type TableQuestion = { state: PortalState; since: number; most: number; now: number };

export async function loadTable(
  name: HomeTableName,
  { store, counts }: TablesParts,
  { state, since, most, now }: TableQuestion,
): Promise<WholeTable> {
  const { portalId } = state.portal;
  switch (name) {
    case 'today': {
      const handoffs = await store.handoffsSince(portalId, since, most);
      return todayTable(handoffs, await peopleOf(store, portalId, handoffs), most, now);
    }
    case 'review': {
      const handoffs = await store.handoffsInReview(portalId, most);
      return reviewTable(handoffs, await peopleOf(store, portalId, handoffs), most, now);
    }
    case 'near-misses': {
      const nearMisses = await store.nearMisses(portalId, most);
      const people = await peopleOf(store, portalId, nearMisses);
      return nearMissTable({ nearMisses, people, definition: state.playbook.definition, most, asOf: now });
    }
    case 'owners':
      return ownersTable(await counts.calls.of(portalId));
    case 'weeks':
      return weeksTable(await counts.calls.of(portalId));
    case 'fairness':
      return fairnessTable(await counts.fairness.of(portalId), state.owners);
    case 'alarms':
      return alarmsTable(await store.alarms(portalId), most, now);
    case 'failed':
      return failedTable(await store.failedEffects(portalId, most), most, now);
    case 'checks':
      return checksTable(await counts.checks.of(portalId));
  }
}

async function peopleOf(store: HomeStore, portalId: number, about: readonly { personId: number }[]): Promise<People> {
  const people = await store.namedPersons(portalId, [...new Set(about.map(({ personId }) => personId))]);
  return new Map(people.map((person) => [person.personId, person]));
}
