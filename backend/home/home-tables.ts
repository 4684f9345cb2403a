/** Each table of the home page: from the store as it stands now, or from what was counted a moment ago. */
import { type HomeTableName, localDay } from '@zo/shared';
import { portalWords } from '../portals/name-portal.ts';
import type { HomeStore } from '../store/home-store.ts';
import type { PortalStore } from '../store/store.ts';
import { ownersTable, weeksTable } from './call-tables.ts';
import type { Counts } from './counts.ts';
import { fairnessTable } from './fairness-table.ts';
import { alarmsTable, checksTable, failedTable } from './health-tables.ts';
import type { Counted } from './keep-counted.ts';
import { loadNearMisses, loadReviews, loadToday, type TableQuestion } from './people-tables.ts';
import type { WholeTable } from './table.ts';

export type TablesParts = { store: HomeStore & Pick<PortalStore, 'alarms' | 'portals'>; counts: Counts };

/** As the page shows it. A review is never shown after it was decided; the longer lists may be a moment old. */
export async function shownTable(
  name: HomeTableName,
  { store, counts }: TablesParts,
  question: TableQuestion,
): Promise<WholeTable> {
  const { state, most, now } = question;
  const { portalId } = state.portal;
  switch (name) {
    case 'today':
      return ofToday(await counts.today.of(portalId), question) ?? notYet(loadToday(store, { ...question, most: 0 }));
    case 'near-misses':
      return (await counts.nearMisses.of(portalId))?.value ?? notYet(loadNearMisses(store, { ...question, most: 0 }));
    case 'review':
      return loadReviews(store, question);
    case 'owners':
      return ownersTable(await counts.calls.of(portalId));
    case 'weeks':
      return weeksTable(await counts.calls.of(portalId));
    case 'fairness':
      return fairnessTable(await counts.fairness.of(portalId), state.owners);
    case 'alarms':
      return loadAlarms(store, question);
    case 'failed':
      return failedTable(await store.failedEffects(portalId, most), most, now, await portalWords(store, portalId));
    case 'checks':
      return checksTable(await counts.checks.of(portalId));
  }
}

async function loadAlarms(store: TablesParts['store'], { state, most, now }: TableQuestion): Promise<WholeTable> {
  const { portalId } = state.portal;
  const words = await portalWords(store, portalId);
  const alarms = await store.alarms(portalId);
  return alarmsTable(
    alarms.map((alarm) => ({ ...alarm, message: words(alarm.message) })),
    most,
    now,
  );
}

/** Counted before midnight, it is of another day. */
function ofToday(counted: Counted<WholeTable> | null, { state, now }: TableQuestion): WholeTable | null {
  const day = (at: number) => localDay(at, state.portal.timeZone);
  return counted === null || day(counted.asOf) !== day(now) ? null : counted.value;
}

/** As a file: more of the long lists, read now. */
export function wholeTable(name: HomeTableName, parts: TablesParts, question: TableQuestion): Promise<WholeTable> {
  if (name === 'today') return loadToday(parts.store, question);
  if (name === 'near-misses') return loadNearMisses(parts.store, question);
  return shownTable(name, parts, question);
}

/** Its columns alone. */
async function notYet(empty: Promise<WholeTable>): Promise<WholeTable> {
  return { ...(await empty), isCut: false, asOf: null };
}
