import { Flex, Icon, Text } from '@hubspot/ui-extensions';
import type { CardCondition, CardReadiness } from '@zo/shared';
import { Section } from './Section.tsx';

const marks = {
  met: { name: 'success', color: 'success', screenReaderText: 'Met' },
  'not met': { name: 'lessCircle', color: 'warning', screenReaderText: 'Not met' },
  'not known': { name: 'questionCircle', color: 'inherit', screenReaderText: 'Not known' },
} as const;

/** The definition as a checklist, the nearest missing condition first. */
export function ReadinessSection({ readiness }: { readiness: CardReadiness }) {
  const total = readiness.conditions.length;
  return (
    <Section title={`Readiness: ${total - readiness.conditionsMissing} of ${total}`}>
      {readiness.conditions.map((condition, index) => (
        <ConditionRow key={condition.text} condition={condition} testId={`condition-${index}`} />
      ))}
    </Section>
  );
}

function ConditionRow({ condition, testId }: { condition: CardCondition; testId: string }) {
  return (
    <Flex direction="row" gap="extra-small" align="start">
      <Icon {...marks[condition.verdict]} size="sm" />
      <Flex direction="column" gap="flush">
        <Text testId={testId}>
          {condition.label}: {condition.actual ?? 'not known'}
        </Text>
        {condition.verdict === 'met' ? null : (
          <Text variant="microcopy" testId={`missing-${testId}`}>
            {distanceInWords(condition)}
          </Text>
        )}
      </Flex>
    </Flex>
  );
}

/** "Needs 2: 1 more active user". */
function distanceInWords({ verdict, needs, missing }: CardCondition): string {
  return verdict === 'not known' || missing === null ? `Needs ${needs}` : `Needs ${needs}: ${missing}`;
}
