/** Who is who by the plainest reading of the rules: walks the raw events in order of arrival. Imports nothing. */
type Ids = Record<'userId' | 'anonymousId' | 'previousId' | 'groupId' | 'excluded', string | null>;
type Raw = Ids & Record<'type' | 'messageId' | 'source', string> & Record<'eventAt' | 'receivedAt', number>;

export function bruteForcePersons<Sent extends Raw>(raw: Sent[], ignoreBrowserEvents: boolean) {
  type Event = Sent & { seq: number };
  const isFirst = ({ messageId }: Sent, at: number) => raw.findIndex((other) => other.messageId === messageId) === at;
  const once: Event[] = raw.filter(isFirst).map((event, index) => ({ ...event, seq: index + 1 }));
  const make = () => ({
    keys: new Set<string>(),
    events: [] as Event[],
    groups: new Set<string>(),
    group: '',
    since: -1,
  });
  type Somebody = ReturnType<typeof make>;
  const people: Somebody[] = [];
  const find = (key: string) => people.find(({ keys }) => keys.has(key));
  const add = () => people[people.push(make()) - 1]!;
  const isUser = ({ events }: Somebody) => events.some(({ userId }) => userId !== null);
  const merge = (from: Somebody, into: Somebody) => {
    if (from === into) return;
    for (const key of from.keys) into.keys.add(key);
    for (const group of from.groups) into.groups.add(group);
    into.events = once.filter((event) => into.events.includes(event) || from.events.includes(event));
    if (into.group === '') Object.assign(into, { group: from.group, since: from.since });
    people.splice(people.indexOf(from), 1);
  };
  for (const event of once) {
    if (event.excluded !== null || (event.source.startsWith('browser') && ignoreBrowserEvents)) continue;
    let who = find(event.userId === null ? `a:${event.anonymousId}` : `u:${event.userId}`);
    if (event.type === 'alias') {
      const previous = find(`u:${event.previousId}`) ?? find(`a:${event.previousId}`);
      who ??= previous ?? add();
      if (previous) merge(previous, who);
      else who.keys.add(`u:${event.previousId}`).add(`a:${event.previousId}`);
    }
    const owner = event.anonymousId === null ? undefined : find(`a:${event.anonymousId}`);
    const stranger = owner && owner !== who && !isUser(owner) ? owner : null;
    who ??= stranger ?? add();
    if (stranger) merge(stranger, who);
    if (event.userId !== null) who.keys.add(`u:${event.userId}`);
    if (event.anonymousId !== null && !owner) who.keys.add(`a:${event.anonymousId}`);
    if (event.type === 'group') {
      const isPast = event.source.endsWith('backfill');
      const joined = { group: `g:${event.groupId}`, since: isPast ? event.eventAt : event.receivedAt };
      who.groups.add(joined.group);
      if (!isPast || joined.since >= who.since) Object.assign(who, joined);
    }
    who.events.push(event);
  }
  return people;
}
