/** Which events of the playbook's signals have arrived, and what was probably meant where none has. Pure. */
import { type FormSignal, nearestName, type SeenEvent, type SignalArrivals, type SignalUse } from '@zo/shared';

export type Arrived = {
  /** Of the names that the signals ask for. */
  asked: readonly SeenEvent[];
  /** The names that came last, the most frequent first. */
  newest: readonly SeenEvent[];
};

/** Whoever mistypes a name means one that comes often. */
const mostCompared = 200;

export function signalArrivals(
  signals: readonly FormSignal[],
  uses: readonly SignalUse[],
  { asked, newest }: Arrived,
): SignalArrivals[] {
  const known = new Map([...newest, ...asked].map((seen) => [seen.name, seen]));
  const names = newest.slice(0, mostCompared).map(({ name }) => name);
  return signals.map(({ name, events }) => ({
    name,
    neededBy: uses.find(({ signal }) => signal === name)?.neededBy ?? [],
    events: events.map((event) => {
      const seen = known.get(seenName(event)) ?? null;
      const nearest = seen === null ? nearestName(seenName(event), names.filter(isLike(event))) : null;
      return { name: event, seen, nearest: nearest === null ? null : known.get(nearest)! };
    }),
  }));
}

/** As "Events seen" lists it: a page without query and trailing slash. */
export function seenName(event: string): string {
  if (!event.startsWith('page /')) return event;
  const path = event.slice('page '.length).split(/[?#]/)[0]!;
  return `page ${path.length > 1 ? path.replace(/\/+$/, '') || '/' : path}`;
}

/** A page is never meant where a track event is named. */
function isLike(event: string): (name: string) => boolean {
  const isPage = event.startsWith('page /');
  return (name) => name.startsWith('page /') === isPage;
}
