import { Flex, Inline, LineChart, Tag, Text } from '@hubspot/ui-extensions';
import { chartMoment, type HistoryScore, localMoment, type ScoreMark, shortDay } from '@zo/shared';
import { Section } from '../product-activity/Section.tsx';

type Props = { score: HistoryScore; timeZone: string; now: number };

/** The score of each day, with what came of it marked, and the marks in words. */
export function ScoreSection({ score, timeZone, now }: Props) {
  const { days, marks } = score;
  return (
    <Section title="Score over time">
      {days.length < 2 ? (
        <Text>The line begins with the second day. Today’s score is {days[0]?.points ?? 0}.</Text>
      ) : (
        <ScoreChart score={score} />
      )}
      <Text variant="microcopy">By the score lines of today’s playbook, at the end of each day.</Text>
      <Inline gap="medium">
        {marks.map(({ at, what, label }) => (
          <Inline key={`${at} ${label}`} gap="extra-small">
            <Tag variant={kinds[what].tag}>{label}</Tag>
            <Text variant="microcopy" inline={true}>
              {localMoment(at, timeZone, now)}
            </Text>
          </Inline>
        ))}
      </Inline>
    </Section>
  );
}

/** The dot on the line, and the tag that names it, in one colour. */
const kinds = {
  crossing: { colour: 'green', tag: 'success' },
  handoff: { colour: 'darkBlue', tag: 'info' },
  end: { colour: 'orange', tag: 'warning' },
} as const;

const line = 'Score';

/** A mark stands on the line, on its day. Each is a group of its own: points of one group would be joined by a line. */
export function ScoreChart({ score: { days, marks } }: { score: HistoryScore }) {
  const pointsOn = new Map(days.map(({ day, points }) => [day, points]));
  const dots = lastOfEachDay(marks).map(({ day, what, label }) => ({ day, what, group: `${label}, ${shortDay(day)}` }));
  const rows = [
    ...days.map(({ day, points }) => ({ day: chartMoment(day), points, group: line })),
    ...dots.map(({ day, group }) => ({ day: chartMoment(day), points: pointsOn.get(day) ?? 0, group })),
  ];
  const colours = Object.fromEntries(dots.map(({ group, what }) => [group, kinds[what].colour]));
  return (
    <Flex direction="column">
      <LineChart
        data={rows}
        axes={{
          x: { field: 'day', fieldType: 'datetime', label: 'Day' },
          y: { field: 'points', fieldType: 'linear', label: 'Score' },
          options: {
            groupFieldByColor: 'group',
            colors: { [line]: 'darkAqua', ...colours },
          },
        }}
        options={{ showLegend: false, showTooltips: true }}
      />
    </Flex>
  );
}

/** Of what happened on one day the last stands there: marks over one another would hide each other. */
function lastOfEachDay(marks: ScoreMark[]): ScoreMark[] {
  return [...new Map(marks.map((mark) => [mark.day, mark])).values()];
}
