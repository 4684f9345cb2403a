import {
  Flex,
  Select,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Tag,
  Text,
} from '@hubspot/ui-extensions';
import { askBackend, BackendProblem } from '@zo/backend-client';
import {
  type ContactHistory,
  type ContactTimelineAnswer,
  cityOf,
  contactTimelinePath,
  plainMoment,
  type TimelineEntry,
  type TimelineMark,
  type TimelinePage,
} from '@zo/shared';
import { useCallback, useMemo, useState } from 'react';
import { SlackLink } from '../SlackLink.tsx';
import { OlderButton } from './OlderButton.tsx';
import { type Page, usePages } from './use-pages.ts';

type Props = {
  contactId: number;
  baseUrl: unknown;
  timeZone: string;
  first: TimelinePage;
  choices: ContactHistory['choices'];
  now: number;
};

const everything = 'everything';

/** Events and decisions, the newest first, narrowed to one kind if somebody asks for it. */
export function TimelineTab({ contactId, baseUrl, timeZone, first, choices, now }: Props) {
  const [only, setOnly] = useState(everything);
  const ask = useCallback(
    async (before: string | null): Promise<Page<TimelineEntry, string>> => {
      const narrowed = only === everything ? '' : `&only=${encodeURIComponent(only)}`;
      const place = before === null ? '' : `&before=${before}`;
      const path = `${contactTimelinePath}?contactId=${contactId}${place}${narrowed}`;
      const answer = await askBackend<ContactTimelineAnswer>(baseUrl, path);
      if (answer.status !== 'ready') throw new BackendProblem('failed', `the contact is ${answer.status} now`);
      return { items: answer.entries, older: answer.older };
    },
    [baseUrl, contactId, only],
  );
  const known = useMemo(() => ({ items: first.entries, older: first.older }), [first]);
  const pages = usePages(ask, only === everything ? known : null);
  return (
    <Flex direction="column" gap="small">
      <Select label="Show" options={optionsOf(choices)} value={only} onChange={(value) => setOnly(String(value))} />
      {pages.items.length === 0 ? null : (
        <Table density="condensed">
          <TableHead>
            <TableRow>
              <TableHeader width={150}>When ({cityOf(timeZone)})</TableHeader>
              <TableHeader>What</TableHeader>
              <TableHeader width={160}>Counts as</TableHeader>
            </TableRow>
          </TableHead>
          <TableBody>
            {pages.items.map((entry) => (
              <EntryRow key={entry.id} entry={entry} when={plainMoment(entry.at, timeZone, now)} />
            ))}
          </TableBody>
        </Table>
      )}
      <OlderButton pages={pages} what="entries" one="entry" />
    </Flex>
  );
}

function optionsOf({ signals, events }: ContactHistory['choices']) {
  return [
    { label: 'Everything', value: everything },
    { label: 'Decisions only', value: 'marks' },
    ...signals.map((signal) => ({ label: `Signal: ${signal}`, value: `signal:${signal}` })),
    ...events.map((event) => ({ label: `Event: ${event}`, value: `event:${event}` })),
  ];
}

const markTags: Record<TimelineMark, { label: string; variant: 'success' | 'info' | 'warning' | 'default' }> = {
  crossing: { label: 'Crossing', variant: 'success' },
  handoff: { label: 'Handoff', variant: 'info' },
  alert: { label: 'Alert', variant: 'info' },
  touch: { label: 'First call', variant: 'success' },
  review: { label: 'Review', variant: 'info' },
  return: { label: 'Return', variant: 'warning' },
  other: { label: 'Decision', variant: 'default' },
};

function EntryRow({ entry, when }: { entry: TimelineEntry; when: string }) {
  return (
    <TableRow>
      <TableCell>
        <Text variant="microcopy">{when}</Text>
      </TableCell>
      {entry.kind === 'event' ? (
        <TableCell>{entry.name}</TableCell>
      ) : (
        <TableCell>
          <Text format={{ fontWeight: 'demibold' }}>{entry.words}</Text>
          <SlackLink to={entry.link} />
        </TableCell>
      )}
      <TableCell>
        {entry.kind === 'event' ? (
          <Text variant="microcopy">{entry.signals.join(', ')}</Text>
        ) : (
          <Tag variant={markTags[entry.mark].variant}>{markTags[entry.mark].label}</Tag>
        )}
      </TableCell>
    </TableRow>
  );
}
