/** One look: notes which events came, judges events and handoffs, raises alarms and clears them. Asks the store alone. */
import type { PortalState } from '../portals/portal-state.ts';
import type { OutboxStore, PortalStore } from '../store/store.ts';
import type { WatchStore } from '../store/watch-store.ts';
import { judgeHandoffs, tellOfHandoffs } from './handoff-silence.ts';
import { type Looks, noteLook } from './looks.ts';
import { type Judged, silenceOf } from './silence-of.ts';
import { tellOfStopped } from './silence-words.ts';
import { stoppedEvents } from './silent-events.ts';
import { type Told, tell } from './told.ts';
import { rememberedMs, startOfLocalHour, type Watched } from './usual-gap.ts';
import { type WatchReport, watchSettings } from './watch-report.ts';
import { namesOf, type WatchedSignal, watchedSignals } from './watched-signals.ts';

export type LookStore = WatchStore &
  Pick<PortalStore, 'setting' | 'saveSetting' | 'alarms' | 'raiseAlarm' | 'clearAlarm'> &
  Pick<OutboxStore, 'enqueue'>;

const family = 'silence:';
/** More say nothing more about what is usual. */
const mostHandoffs = 300;
/** An event that is renamed comes under both names while not everybody has the new version. */
const renamedWithinMs = 7 * 86_400_000;
const mostNewNames = 500;

export type Look = Omit<WatchReport, 'sample' | 'sampleProblem'> & {
  /** Something was wanted of the outbox. */
  isTold: boolean;
};

export async function lookForSilence(store: LookStore, { portal, playbook }: PortalState, now: number): Promise<Look> {
  const { portalId, timeZone } = portal;
  const looks = noteLook((await store.setting(portalId, watchSettings.looks)) as Looks | null, now);
  const watched: Watched = { timeZone, away: looks.away };
  const signals = watchedSignals(playbook, timeZone);
  const events = await judgeEvents(store, portalId, namesOf(signals), watched, now);
  const stopped: Told[] = [];
  for (const one of stoppedEvents(signals, events)) {
    const newNames = await newNamesAround(store, portalId, one.since, signals);
    stopped.push(tellOfStopped(one, { timeZone, now, newNames }));
  }
  const handedOffAt = await store.handedOffTimes(portalId, mostHandoffs);
  const { workingHours } = playbook;
  const handoffs = judgeHandoffs({ handedOffAt, goLiveAt: portal.goLiveAt, workingHours }, watched, now);
  const stoppedHandoffs = tellOfHandoffs(handoffs, timeZone, now);
  const { raise, clear, notes } = tell(family, [...stopped, ...stoppedHandoffs], await store.alarms(portalId));
  // First what Slack is to hear: once the alarm stands, nothing is wanted of it any more.
  if (notes.length > 0) await store.enqueue(portalId, notes, now);
  for (const { key, message } of raise) await store.raiseAlarm(portalId, key, message, now);
  for (const key of clear) await store.clearAlarm(portalId, key);
  await store.saveSetting(portalId, watchSettings.looks, looks, now);
  return { events, stopped, handoffs, stoppedHandoffs, isTold: notes.length > 0 };
}

async function judgeEvents(
  store: WatchStore,
  portalId: number,
  names: string[],
  watched: Watched,
  now: number,
): Promise<Judged[]> {
  const lastSeen = await store.lastSeen(portalId, names);
  const arrivals = [...lastSeen].map(([name, at]) => ({ name, hourStart: startOfLocalHour(at, watched.timeZone) }));
  await store.noteArrivals(portalId, arrivals, rememberedMs);
  const hours = await store.arrivalHours(portalId, names);
  return names.map((name) =>
    silenceOf({ name, hourStarts: hours.get(name) ?? [], lastSeenAt: lastSeen.get(name) ?? null }, watched, now),
  );
}

/** Without those the playbook knows, and without what may be somebody's address. */
async function newNamesAround(
  store: WatchStore,
  portalId: number,
  since: number,
  signals: readonly WatchedSignal[],
): Promise<string[]> {
  const known = new Set(namesOf(signals));
  const names = await store.newEventNames(portalId, since - renamedWithinMs, mostNewNames);
  return names.filter((name) => !known.has(name) && !name.includes('@'));
}
