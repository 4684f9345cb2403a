import { Flex, Text } from '@hubspot/ui-extensions';
import { type CardPortal, type CompanyCrossing, localMoment } from '@zo/shared';
import { Section } from '../product-activity/Section.tsx';
import { PersonLink } from '../RecordLink.tsx';

type Props = { crossings: CompanyCrossing[]; portal: CardPortal; now: number };

/** Who met the definition, when, what met it last, and what came of it. */
export function CrossingsSection({ crossings, portal, now }: Props) {
  return (
    <Section title="Who crossed">
      {crossings.length === 0 ? <Text>Nobody yet</Text> : null}
      {crossings.map(({ name, contactId, at, because, outcome }, index) => (
        <Flex key={`${at} ${name}`} direction="column" gap="flush">
          <PersonLink portal={portal} id={contactId} name={name} />
          <Text variant="microcopy" testId={`crossing-${index}`}>
            {`${localMoment(at, portal.timeZone, now)}${because === null ? '' : `: ${because}`}; ${outcome}`}
          </Text>
        </Flex>
      ))}
    </Section>
  );
}
