/**
 * Which conditions HubSpot asks for that the playbook does not, and the other way round. Each group is held against the one
 * nearest to it, so that an edited group reads as its edit and not as one group gone and another come. Pure.
 */
import type { Asked, AskedGroup } from './read-groups.ts';

/** Sentences, each once; a difference that is not in all groups says in how many. */
export function compareGroups(wantedGroups: AskedGroup[], liveGroups: AskedGroup[]): string[] {
  const wanted = eachOnce(wantedGroups);
  const { pairs, missing, added } = pairNearest(wanted, eachOnce(liveGroups));
  const counts = new Map<string, number>();
  for (const pair of pairs) {
    for (const words of compareGroup(pair)) counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  const compared = wanted.length - missing.length;
  const shared = wanted.length < 2 ? [] : wanted[0]!.filter((asked) => wanted.every((group) => holds(group, asked)));
  return [
    ...[...counts].map(([words, count]) =>
      count === compared ? words : `${words} (in ${count} of ${compared} filter groups)`,
    ),
    ...missing.map((group) => `HubSpot does not enrol those with ${groupWords(beyond(shared, group))}`),
    ...added.map((group) => `HubSpot also enrols those with ${groupWords(group)}`),
  ];
}

type Pair = { wanted: AskedGroup; live: AskedGroup };

/** The nearest first. A wanted group that is left over belongs to a live one that asks for less and so covers it. */
function pairNearest(allWanted: AskedGroup[], allLive: AskedGroup[]) {
  const wantedKeys = new Set(allWanted.map(keyOf));
  const liveKeys = new Set(allLive.map(keyOf));
  const wanted = allWanted.filter((group) => !liveKeys.has(keyOf(group)));
  const live = allLive.filter((group) => !wantedKeys.has(keyOf(group)));
  const nearest = wanted
    .flatMap((group) => live.map((other) => ({ wanted: group, live: other })))
    .map((pair) => ({ pair, distance: compareGroup(pair).length }))
    .filter(({ pair, distance }) => distance < pair.wanted.length + pair.live.length - 1)
    .sort((one, other) => one.distance - other.distance);
  const paired = new Map<AskedGroup, Pair>();
  const used = new Set<AskedGroup>();
  for (const { pair } of nearest) {
    if (paired.has(pair.wanted) || used.has(pair.live)) continue;
    paired.set(pair.wanted, pair);
    used.add(pair.live);
  }
  const missing: AskedGroup[] = [];
  for (const group of wanted.filter((one) => !paired.has(one))) {
    const covering = allLive.find((other) => beyond(group, other).length === 0);
    if (covering === undefined) missing.push(group);
    else paired.set(group, { wanted: group, live: covering });
  }
  return { pairs: [...paired.values()], missing, added: live.filter((group) => !used.has(group)) };
}

function compareGroup({ wanted, live }: Pair): string[] {
  const added = beyond(wanted, live);
  const differences = beyond(live, wanted).map((asked) => {
    const about = (other: Asked) => asked.property !== null && other.property === asked.property;
    const alike = added.findIndex((other) => about(other) && other.operator === asked.operator);
    const at = alike >= 0 ? alike : added.findIndex(about);
    const [instead] = at < 0 ? [] : added.splice(at, 1);
    if (instead === undefined) return `HubSpot does not ask for ${asked.words}`;
    return `HubSpot asks for ${instead.words}, the playbook for ${asked.words}`;
  });
  return [...differences, ...added.map((asked) => `HubSpot also asks for ${asked.words}`)];
}

function eachOnce(groups: AskedGroup[]): AskedGroup[] {
  return [...new Map(groups.map((group) => [keyOf(group), group])).values()];
}

function keyOf(group: AskedGroup): string {
  return JSON.stringify(group.map(({ key }) => key).toSorted());
}

function holds(group: AskedGroup, { key }: Asked): boolean {
  return group.some((one) => one.key === key);
}

/** The conditions of `group` that are not in `known`. */
function beyond(known: AskedGroup, group: AskedGroup): AskedGroup {
  return group.filter((asked) => !holds(known, asked));
}

function groupWords(group: AskedGroup): string {
  return group.length === 0 ? 'no other condition' : group.map(({ words }) => words).join(' and ');
}
