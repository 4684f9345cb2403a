import { Text } from '@hubspot/ui-extensions';
import { type CardActivity, count, timeAgo } from '@zo/shared';
import { ActivityChart } from './ActivityChart.tsx';
import { Section } from './Section.tsx';

export function ActivitySection({ activity, now }: { activity: CardActivity; now: number }) {
  const { lastActiveAt, keyActions7d, days, recent } = activity;
  return (
    <Section title="Activity">
      <Text testId="last-active">
        {lastActiveAt === null ? 'Never active yet' : `Last active ${timeAgo(now - lastActiveAt)}`}
      </Text>
      <ActivityChart days={days} />
      <Text format={{ fontWeight: 'demibold' }}>{count(keyActions7d, 'key action')} this week</Text>
      {recent.map(({ name, at }, index) => (
        <Text key={`${at} ${name}`} variant="microcopy" testId={`event-${index}`}>
          {name}, {timeAgo(now - at)}
        </Text>
      ))}
    </Section>
  );
}
