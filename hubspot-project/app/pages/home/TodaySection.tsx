import { Statistics, StatisticsItem } from '@hubspot/ui-extensions';
import { numberWords } from './cell-words.ts';
import type { PartProps } from './ReadyScreen.tsx';
import { Section } from './Section.tsx';
import { TableView } from './TableView.tsx';

export function TodaySection({ home, now, baseUrl }: PartProps) {
  const { today, tables, portal } = home;
  return (
    <Section title="Today" hint="Overdue calls and handoffs that wait for an owner come first, from whichever day.">
      <Statistics>
        <StatisticsItem label="Handed off today" number={numberWords(today.handedOff)} />
        <StatisticsItem label="First call overdue" number={numberWords(today.overdue)} />
        <StatisticsItem label="Waiting for an owner" number={numberWords(today.waitingForOwner)} />
        <StatisticsItem label="Waiting for review" number={numberWords(today.inReview)} />
      </Statistics>
      <TableView
        first={tables.today}
        portal={portal}
        now={now}
        baseUrl={baseUrl}
        of="today’s handoffs"
        empty="No handoff today yet, and none is overdue or waits for an owner."
      />
    </Section>
  );
}
