import { Flex, StatusTag, Text } from '@hubspot/ui-extensions';
import { type ContactCard, cardVerdict, optedOutWords } from '@zo/shared';

/** A tag holds one line only and cuts the rest, so the clock stands below it. */
export function VerdictLine({ card, now }: { card: ContactCard; now: number }) {
  const { tone, headline, clock, reason } = cardVerdict(card, now);
  return (
    <Flex direction="column" gap="extra-small">
      <StatusTag variant={tone} testId="verdict">
        {headline}
      </StatusTag>
      {clock === null ? null : (
        <Text format={{ fontWeight: 'demibold' }} testId="verdict-clock">
          {clock}
        </Text>
      )}
      <Text testId="verdict-reason">{reason ?? ' '}</Text>
      {card.isOptedOut ? (
        <StatusTag variant="warning" testId="opted-out">
          {optedOutWords}
        </StatusTag>
      ) : null}
    </Flex>
  );
}
