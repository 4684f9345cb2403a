import { Flex, LineChart, Text } from '@hubspot/ui-extensions';
import { type CompanyUse, chartMoment, count } from '@zo/shared';

type Props = { activity: CompanyUse; people: number };

/** How many use the product, now and on each day before. */
export function UseSection({ activity, people }: Props) {
  const { activeUsers, days } = activity;
  return (
    <Flex direction="column" gap="extra-small">
      <Text format={{ fontWeight: 'demibold' }} testId="active-users">
        {count(activeUsers, 'active user')} in the last 30 days
      </Text>
      <Text variant="microcopy">{peopleInWords(people)}</Text>
      <ActiveUsersChart days={days} />
    </Flex>
  );
}

function peopleInWords(people: number): string {
  return `of ${people === 1 ? '1 person' : `${people.toLocaleString('en-US')} people`} known from the product`;
}

/** A line needs two days; a company seen for the first time today has none yet. */
export function ActiveUsersChart({ days }: Pick<CompanyUse, 'days'>) {
  if (days.length === 1) return <Text variant="microcopy">The line over the days begins tomorrow.</Text>;
  const rows = days.map(({ day, activeUsers }) => ({ day: chartMoment(day), activeUsers }));
  return (
    <LineChart
      data={rows}
      axes={{
        x: { field: 'day', fieldType: 'datetime', label: 'Day' },
        y: { field: 'activeUsers', fieldType: 'linear', label: 'Active users' },
      }}
      options={{ showLegend: false, showTooltips: true, colorList: ['darkAqua'] }}
    />
  );
}
