/** The tables about people and their handoffs, as they stand in the store now. */
import { localDay, startOfLocalDay } from '@zo/shared';
import type { PortalState } from '../portals/portal-state.ts';
import type { HomeStore } from '../store/home-store.ts';
import { type People, reviewTable, todayTable } from './handoff-tables.ts';
import { nearMissTable } from './near-miss-table.ts';
import type { WholeTable } from './table.ts';

/** `most`: rows that are looked at. */
export type TableQuestion = { state: PortalState; most: number; now: number };

/** Whoever is overdue or waits for an owner comes first, from whichever day; then today's, the newest first. */
export async function loadToday(store: HomeStore, { state, most, now }: TableQuestion): Promise<WholeTable> {
  const { portalId } = state.portal;
  const pressing = await store.pressingHandoffs(portalId, most);
  const shown = new Set(pressing.map(({ handoffId }) => handoffId));
  const since = await store.handoffsSince(portalId, startOfToday(state, now), most);
  const handoffs = [...pressing, ...since.filter(({ handoffId }) => !shown.has(handoffId))].slice(0, most);
  return todayTable(handoffs, await peopleOf(store, portalId, handoffs), most, now);
}

export async function loadReviews(store: HomeStore, { state, most, now }: TableQuestion): Promise<WholeTable> {
  const { portalId } = state.portal;
  const handoffs = await store.handoffsInReview(portalId, most);
  return reviewTable(handoffs, await peopleOf(store, portalId, handoffs), most, now);
}

export async function loadNearMisses(store: HomeStore, { state, most, now }: TableQuestion): Promise<WholeTable> {
  const { portalId } = state.portal;
  const nearMisses = await store.nearMisses(portalId, most);
  const people = await peopleOf(store, portalId, nearMisses);
  return nearMissTable({ nearMisses, people, definition: state.playbook.definition, most, asOf: now });
}

export function startOfToday({ portal: { timeZone } }: PortalState, now: number): number {
  return startOfLocalDay(localDay(now, timeZone), timeZone);
}

async function peopleOf(store: HomeStore, portalId: number, about: readonly { personId: number }[]): Promise<People> {
  const people = await store.namedPersons(portalId, [...new Set(about.map(({ personId }) => personId))]);
  return new Map(people.map((person) => [person.personId, person]));
}
