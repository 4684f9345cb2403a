import { DescriptionList, DescriptionListItem, Text } from '@hubspot/ui-extensions';
import type { HomeBacklog } from '@zo/shared';
import { agoWords, backlogWords } from './cell-words.ts';
import type { PartProps } from './ReadyScreen.tsx';
import { Section } from './Section.tsx';
import { TableView } from './TableView.tsx';

/** Whether it works, and what to do where it does not. */
export function HealthSection({ home, now, baseUrl }: PartProps) {
  const { health, tables, portal } = home;
  const table = { portal, now, baseUrl };
  return (
    <Section title="Alarms and health">
      <DescriptionList direction="row">
        <DescriptionListItem label="Last event">
          <Text>{agoWords(health.lastEventAt, now)}</Text>
        </DescriptionListItem>
        <DescriptionListItem label="Last write to HubSpot">
          <Text>{agoWords(health.lastWriteAt, now)}</Text>
        </DescriptionListItem>
        <DescriptionListItem label="People to decide about">
          <Text>{waitingWords(health.toDecide, now)}</Text>
        </DescriptionListItem>
        <DescriptionListItem label="To be written or said">
          <Text>{waitingWords(health.toDeliver, now)}</Text>
        </DescriptionListItem>
        <DescriptionListItem label="Failed or not confirmed">
          <Text>{backlogWords(health.failed)}</Text>
        </DescriptionListItem>
      </DescriptionList>
      <TableView first={tables.alarms} of="alarms" empty="No alarm." {...table} />
      <TableView first={tables.failed} of="what failed" empty="Nothing has failed." {...table} />
      <TableView first={tables.checks} of="checks" empty="Nothing was checked yet." {...table} />
    </Section>
  );
}

function waitingWords(backlog: HomeBacklog, now: number): string {
  if (backlog.oldestAt === null) return backlogWords(backlog);
  return `${backlogWords(backlog)}, the oldest from ${agoWords(backlog.oldestAt, now)}`;
}
