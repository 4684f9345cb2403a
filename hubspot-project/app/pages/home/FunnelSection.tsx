import { Flex, LoadingSpinner, ProgressBar, Text } from '@hubspot/ui-extensions';
import { clockTime, type FunnelStep, type HomeFunnel } from '@zo/shared';
import { numberWords } from './cell-words.ts';
import type { PartProps } from './ReadyScreen.tsx';
import { Section } from './Section.tsx';

const labels: Record<FunnelStep, string> = {
  'signed up': 'Signed up',
  activated: 'Activated',
  ready: 'Ready at some time',
  'handed off': 'Handed off',
  engaged: 'Called',
  won: 'Won',
};

export function FunnelSection({ home }: PartProps) {
  const { funnel, portal } = home;
  return (
    <Section title="Funnel" hint="People who ever came so far, without those of excluded domains.">
      {funnel === null ? (
        <LoadingSpinner label="Counting everybody" showLabel={true} size="sm" layout="inline" />
      ) : (
        <Flex direction="column" gap="extra-small">
          <Steps funnel={funnel} />
          <Text variant="microcopy">{`Counted at ${clockTime(funnel.asOf, portal.timeZone)}.`}</Text>
        </Flex>
      )}
    </Section>
  );
}

function Steps({ funnel }: { funnel: HomeFunnel }) {
  const most = Math.max(1, ...funnel.steps.map(({ people }) => people));
  const all = funnel.steps[0]?.people ?? 0;
  if (all === 0) return <Text>Nobody has signed up yet.</Text>;
  return (
    <Flex direction="column" gap="extra-small">
      {funnel.steps.map(({ step, people }) => (
        <ProgressBar
          key={step}
          testId={`funnel-${step}`}
          title={labels[step]}
          value={people}
          maxValue={most}
          valueDescription={
            step === 'signed up'
              ? numberWords(people)
              : `${numberWords(people)}, ${shareWords(people, all)} of those who signed up`
          }
        />
      ))}
    </Flex>
  );
}

/** "7%", "0.4%": a share that is there is never nothing. */
function shareWords(part: number, all: number): string {
  const percent = (100 * part) / all;
  return `${percent === 0 || percent >= 1 ? Math.round(percent) : Math.max(0.1, Math.round(percent * 10) / 10)}%`;
}
