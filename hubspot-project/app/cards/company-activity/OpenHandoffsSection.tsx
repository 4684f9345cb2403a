import { Flex, StatusTag, Text } from '@hubspot/ui-extensions';
import { type CardPortal, type CompanyHandoffs, handoffVerdict } from '@zo/shared';
import { Section } from '../product-activity/Section.tsx';
import { PersonLink } from '../RecordLink.tsx';

type Props = { handoffs: CompanyHandoffs; portal: CardPortal; now: number };

/** Whose they are, and what the clock of each first call does. */
export function OpenHandoffsSection({ handoffs: { open, shown }, portal, now }: Props) {
  return (
    <Section title={open === 0 ? 'Open handoffs' : `Open handoffs (${open})`}>
      {open === 0 ? <Text>None</Text> : null}
      {shown.map(({ person, contactId, handoff }) => {
        const { tone, headline, clock, reason } = handoffVerdict(handoff, now, portal.timeZone);
        return (
          <Flex key={handoff.handoffId} direction="column" gap="flush">
            <PersonLink portal={portal} id={contactId} name={person} />
            <StatusTag variant={tone} testId={`handoff-${handoff.handoffId}`}>
              {headline}
            </StatusTag>
            {clock === null ? null : <Text testId={`clock-${handoff.handoffId}`}>{clock}</Text>}
            {reason === null ? null : <Text variant="microcopy">{reason}</Text>}
          </Flex>
        );
      })}
      {open > shown.length ? <Text variant="microcopy">and {open - shown.length} more</Text> : null}
    </Section>
  );
}
