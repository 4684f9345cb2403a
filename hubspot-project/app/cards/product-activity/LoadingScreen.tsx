import { Flex, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import { ActivityChart } from './ActivityChart.tsx';
import { CardFrame } from './CardFrame.tsx';
import { Section } from './Section.tsx';

/** As tall as a usual card, with nothing in it that could be taken for a figure. */
export function LoadingScreen() {
  return (
    <CardFrame
      verdict={
        <Flex direction="column" gap="extra-small">
          <LoadingSpinner label="Loading product activity" showLabel={true} size="sm" layout="inline" />
          <Text>…</Text>
        </Flex>
      }
      act={<Lines count={1} />}
      notice={null}
      score={<Lines count={4} />}
      readiness={
        <Section title="Readiness">
          <Lines count={5} />
        </Section>
      }
      activity={
        <Section title="Activity">
          <Text>…</Text>
          <ActivityChart days={[]} />
          <Lines count={6} />
        </Section>
      }
      company={
        <Section title="Company">
          <Lines count={2} />
        </Section>
      }
      handoff={
        <Section title="Handoff">
          <Lines count={2} />
        </Section>
      }
      freshness={<Text variant="microcopy">…</Text>}
    />
  );
}

function Lines({ count }: { count: number }) {
  return (
    <Flex direction="column" gap="extra-small">
      {Array.from({ length: count }, (_, line) => `line ${line}`).map((line) => (
        <Text key={line}>…</Text>
      ))}
    </Flex>
  );
}
