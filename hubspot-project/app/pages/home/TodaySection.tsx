import { Statistics, StatisticsItem } from '@hubspot/ui-extensions';
import type { PartProps } from './ReadyScreen.tsx';
import { Section } from './Section.tsx';
import { TableView } from './TableView.tsx';

export function TodaySection({ home, now, baseUrl }: PartProps) {
  const { today, tables, portal } = home;
  return (
    <Section title="Today">
      <Statistics>
        <StatisticsItem label="Handed off today" number={today.handedOff} />
        <StatisticsItem label="First call overdue" number={today.overdue} />
        <StatisticsItem label="Waiting for an owner" number={today.waitingForOwner} />
        <StatisticsItem label="Waiting for review" number={today.inReview} />
      </Statistics>
      <TableView
        first={tables.today}
        portal={portal}
        now={now}
        baseUrl={baseUrl}
        of="today’s handoffs"
        empty="No handoff today yet."
      />
    </Section>
  );
}
