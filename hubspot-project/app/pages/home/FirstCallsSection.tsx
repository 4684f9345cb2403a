import { AutoGrid, BarChart, Flex, LoadingSpinner, Statistics, StatisticsItem, Text } from '@hubspot/ui-extensions';
import { clockTime, type HomeFirstCalls } from '@zo/shared';
import { minutesWords, numberWords } from './cell-words.ts';
import type { PartProps } from './ReadyScreen.tsx';
import { Section } from './Section.tsx';
import { TableView } from './TableView.tsx';

/** How long leads wait, in working minutes: numbers, by week, by owner. */
export function FirstCallsSection({ home, now, baseUrl }: PartProps) {
  const { firstCalls, tables, portal } = home;
  const table = { portal, now, baseUrl };
  return (
    <Section title="First calls" hint="Of the last 8 weeks, in working time of whoever has the handoff.">
      {firstCalls === null ? (
        <LoadingSpinner label="Counting first calls" showLabel={true} size="sm" layout="inline" />
      ) : (
        <Figures firstCalls={firstCalls} />
      )}
      {firstCalls === null || firstCalls.all.count === 0 ? null : (
        <Flex direction="column" gap="small">
          <Charts firstCalls={firstCalls} />
          <Text variant="microcopy">A handoff that went on to another owner counts for each of them.</Text>
          <TableView first={tables.owners} of="owners" empty="Nobody has had a handoff." {...table} />
          <TableView first={tables.weeks} of="weeks" empty="No handoff in these weeks." {...table} />
          <Text variant="microcopy">{`Counted at ${clockTime(firstCalls.asOf, portal.timeZone)}.`}</Text>
        </Flex>
      )}
    </Section>
  );
}

function Figures({ firstCalls }: { firstCalls: HomeFirstCalls }) {
  const { all, beforeMedianMinutes } = firstCalls;
  if (all.count === 0) return <Text>No handoff had a first call due in the last 8 weeks.</Text>;
  return (
    <Statistics>
      <StatisticsItem label="Median" number={minutesWords(all.medianMinutes)}>
        {beforeMedianMinutes === null ? null : (
          <Text variant="microcopy">{`before going live ${minutesWords(beforeMedianMinutes)}`}</Text>
        )}
      </StatisticsItem>
      <StatisticsItem label="90th percentile" number={minutesWords(all.p90Minutes)} />
      <StatisticsItem label="Late" number={`${numberWords(all.breached)} of ${numberWords(all.count)}`} />
      <StatisticsItem label="Clock running" number={numberWords(all.running)} />
    </Statistics>
  );
}

/** "W11" reads the year away: eight weeks are never a year apart. */
function Charts({ firstCalls }: { firstCalls: HomeFirstCalls }) {
  const weeks = firstCalls.weeks.map(({ week, medianMinutes, breached }) => ({
    week: week.slice(5),
    minutes: medianMinutes ?? 0,
    late: breached,
  }));
  const x = { field: 'week', fieldType: 'category', label: 'Week' } as const;
  return (
    <AutoGrid columnWidth={380} flexible={true} gap="medium">
      <BarChart
        data={weeks}
        axes={{ x, y: { field: 'minutes', fieldType: 'linear', label: 'Median minutes' } }}
        options={{ title: 'Median minutes to the first call', showDataLabels: true }}
      />
      <BarChart
        data={weeks}
        axes={{ x, y: { field: 'late', fieldType: 'linear', label: 'Late calls' } }}
        options={{ title: 'Late first calls', showDataLabels: true, colorList: ['orange'] }}
      />
    </AutoGrid>
  );
}
