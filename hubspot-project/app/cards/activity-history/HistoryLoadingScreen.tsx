import { Flex, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import { Section } from '../product-activity/Section.tsx';
import { ScoreChart } from './ScoreSection.tsx';

export function HistoryLoadingScreen() {
  return (
    <Flex direction="column" gap="medium">
      <LoadingSpinner label="Loading history" showLabel={true} size="sm" layout="inline" />
      <Section title="Score over time">
        <ScoreChart score={{ days: [], marks: [] }} />
      </Section>
      <Section title="What happened">
        <Text>…</Text>
        <Text>…</Text>
        <Text>…</Text>
      </Section>
    </Flex>
  );
}
