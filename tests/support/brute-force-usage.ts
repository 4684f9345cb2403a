/** Usage by the plainest reading of the rules: adds up all events of each person at once. Imports nothing. */
type Event = { type: string; eventAt: number; system: boolean; seq: number } & Record<
  'userId' | 'email' | 'name' | 'path',
  string | null
>;
type Somebody = { keys: Set<string>; events: Event[]; groups: Set<string>; group: string };
type Signals = { name: string; events: string[]; pages: string[] }[];
type Rules = { signals: Signals; exclude: string[]; personal: string[]; timeZone: string };

export function bruteForceUsage(people: Somebody[], rules: Rules, now: number) {
  const date = new Intl.DateTimeFormat('sv-SE', { timeZone: rules.timeZone });
  const dayOf = (ms: number) => Date.parse(date.format(ms)) / 86_400_000;
  const daysOf = (events: Event[]) => {
    const days = [...new Set(events.map(({ eventAt }) => dayOf(eventAt)))].sort((a, b) => a - b);
    const kept = days.filter((day) => day > days.at(-1)! - 90);
    return kept.map((day) => [day, events.filter(({ eventAt }) => dayOf(eventAt) === day).length]);
  };
  const newestByDay = (events: Event[]) => {
    const known = events.map(({ eventAt, seq }) => [dayOf(eventAt), seq] as const);
    const newest = known.sort((a, b) => b[0] - a[0] || b[1] - a[1]).slice(0, 30);
    const kept = newest.filter(([day]) => day > newest[0]![0] - 90).reverse();
    const days = [...new Set(kept.map(([day]) => day))];
    return days.map((day) => [day, ...kept.filter((one) => one[0] === day).map((one) => one[1])]);
  };
  const shown = ({ type, name, path }: Event) => (type === 'page' ? (path ?? name) : name) ?? 'page';
  const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
  const newest = (one: Event, other: Event) =>
    other.eventAt - one.eventAt || compare(shown(one), shown(other)) || other.seq - one.seq;
  const sumUp = ({ keys, events, groups, group }: Somebody) => {
    const did = events.filter(({ type }) => type === 'track' || type === 'page').sort(newest);
    const active = did.filter(({ system }) => !system);
    const isLast = ({ eventAt }: Event) => eventAt === active[0]?.eventAt;
    const signals = rules.signals.flatMap(({ name, events: names, pages }) => {
      const hits = did.filter((e) => (e.type === 'page' ? pages.includes(e.path ?? '') : names.includes(e.name ?? '')));
      const range = { firstAt: hits.at(-1)?.eventAt, lastAt: hits[0]?.eventAt, lastEvent: hits[0] && shown(hits[0]) };
      return hits.length > 0
        ? [[name, { total: hits.length, ...range, days: daysOf(hits), events: newestByDay(hits) }] as const]
        : [];
    });
    const mailed = events.filter(({ email }) => email !== null).sort((a, b) => b.eventAt - a.eventAt)[0];
    const isInternal = rules.exclude.some((domain) => mailed?.email?.endsWith(`@${domain}`));
    const domainOfMail = mailed?.email?.split('@')[1] ?? '';
    const domain = mailed && !isInternal && !rules.personal.includes(domainOfMail) ? `d:${domainOfMail}` : '';
    const last = active.length > 0 ? { lastActiveSeq: Math.max(...active.filter(isLast).map(({ seq }) => seq)) } : {};
    const recent = active.slice(0, 5).map((event) => ({ at: event.eventAt, name: shown(event) }));
    const eventNames = did.map((e) => (e.type === 'page' ? `page ${e.path ?? e.name ?? ''}`.trimEnd() : e.name));
    const firstSeenAt = events.length > 0 ? Math.min(...events.map(({ eventAt }) => eventAt)) : null;
    return {
      keys: [...keys],
      userIds: [...new Set(events.flatMap(({ userId }) => userId ?? []))],
      email: mailed?.email ?? null,
      companies: groups.size > 0 ? [...groups] : domain ? [domain] : [],
      company: group || domain || null,
      countsOn: active[0] && !isInternal ? dayOf(active[0].eventAt) : null,
      usage: {
        ...{ firstSeenAt, lastActiveAt: active[0]?.eventAt ?? null, activeDays: daysOf(active), ...last },
        ...{ signals: Object.fromEntries(signals), recent, eventNames: [...new Set(eventNames)].sort() },
      },
    };
  };
  const persons = people.map(sumUp);
  const activeUsers = (company: string) =>
    persons.filter((p) => p.companies.includes(company) && p.countsOn !== null && p.countsOn > dayOf(now) - 30).length;
  const companies = [...new Set(persons.flatMap((person) => person.companies))];
  return { persons, activeUsers: new Map(companies.map((company) => [company, activeUsers(company)])) };
}
