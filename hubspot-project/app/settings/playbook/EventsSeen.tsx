import { EmptyState, SearchInput, TableCell, TableHeader, TableRow, Text } from '@hubspot/ui-extensions';
import { type SeenEvent, timeAgo } from '@zo/shared';
import { useState } from 'react';
import { PagedTable } from '../frame/PagedTable.tsx';
import { Section } from '../frame/Section.tsx';
import type { FormProps } from './form-props.ts';
import { number } from './seen-words.ts';

type Column = 'thisWeek' | 'lastWeek' | 'events' | 'people' | 'lastSeenAt';
const columns: [Column, string][] = [
  ['thisWeek', 'This week'],
  ['lastWeek', 'Last week'],
  ['events', 'In all'],
  ['people', 'People'],
  ['lastSeenAt', 'Last seen'],
];

/** Every event name that has arrived, to be searched, sorted and paged. */
export function EventsSeen({ form, tab, now }: FormProps) {
  const [search, setSearch] = useState('');
  const [sorted, setSorted] = useState<Column>('thisWeek');
  const words = search.trim().toLowerCase();
  const found = tab.eventsSeen.filter(({ name }) => name.toLowerCase().includes(words));
  const rows = [...found].sort((one, other) => other[sorted] - one[sorted] || other.events - one.events);
  if (tab.eventsSeen.length === 0) {
    return (
      <EmptyState title="No event has arrived yet" layout="vertical" imageName="emptyStateCharts" flush={true}>
        <Text>
          Make a write key under Keys, and send the product’s events with it. They appear here within seconds.
        </Text>
      </EmptyState>
    );
  }
  return (
    <Section
      title="Events seen"
      help="What your product has sent, as it is named there. The names that came last, at most 500."
    >
      <SearchInput label="Find an event" name="find an event" value={search} onInput={setSearch} onChange={setSearch} />
      <PagedTable
        key={words}
        rows={rows}
        pageSize={15}
        head={
          <>
            <TableHeader>Event</TableHeader>
            {columns.map(([column, title]) => (
              <TableHeader
                key={column}
                align="right"
                sortDirection={sorted === column ? 'descending' : 'none'}
                onSortChange={() => setSorted(column)}
              >
                {title}
              </TableHeader>
            ))}
            <TableHeader>Signals</TableHeader>
          </>
        }
        draw={(seen) => (
          <TableRow key={seen.name}>
            <TableCell>{seen.name}</TableCell>
            {columns.map(([column]) => (
              <TableCell key={column} align="right">
                {cellWords(seen, column, now)}
              </TableCell>
            ))}
            <TableCell>{signalsOf(seen.name, form)}</TableCell>
          </TableRow>
        )}
      />
      {found.length === 0 ? <Text>{`No event that arrived has “${search.trim()}” in its name.`}</Text> : null}
    </Section>
  );
}

function cellWords(seen: SeenEvent, column: Column, now: number): string {
  return column === 'lastSeenAt' ? timeAgo(now - seen.lastSeenAt) : number(seen[column]);
}

function signalsOf(event: string, { signals }: FormProps['form']): string {
  return signals
    .filter(({ events }) => events.includes(event))
    .map(({ name }) => name)
    .join(', ');
}
