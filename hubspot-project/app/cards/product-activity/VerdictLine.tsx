import { Flex, StatusTag, Text } from '@hubspot/ui-extensions';
import { type ContactCard, cardVerdict } from '@zo/shared';

export function VerdictLine({ card, now }: { card: ContactCard; now: number }) {
  const { tone, headline, reason } = cardVerdict(card, now);
  return (
    <Flex direction="column" gap="extra-small">
      <StatusTag variant={tone} testId="verdict">
        {headline}
      </StatusTag>
      <Text testId="verdict-reason">{reason ?? ' '}</Text>
    </Flex>
  );
}
