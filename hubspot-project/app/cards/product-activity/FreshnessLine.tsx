import { Accordion, Button, Flex, Text } from '@hubspot/ui-extensions';
import { type CardFreshness, type ContactCard, clockTime } from '@zo/shared';

type Props = { card: ContactCard; isRefreshing: boolean; onRefresh: () => void };

/** How fresh the figures are, whether HubSpot has the same, and if not, what differs. */
export function FreshnessLine({ card, isRefreshing, onRefresh }: Props) {
  const { eventsThrough, hubspot } = card.freshness;
  const events =
    eventsThrough === null ? 'No events yet' : `Events through ${clockTime(eventsThrough, card.portal.timeZone)}`;
  return (
    <Flex direction="column" gap="extra-small">
      <Text variant="microcopy" testId="freshness">
        {events}; {hubspotInWords(hubspot)}
      </Text>
      {hubspot.status === 'agrees' || hubspot.differs.length === 0 ? null : (
        <Accordion title="What differs" size="xs" testId="differences">
          {hubspot.differs.map(({ label, ours, hubspots }) => (
            <Text key={label} variant="microcopy">
              {`${label}: ${ours} here, ${hubspots ?? 'nothing'} in HubSpot`}
            </Text>
          ))}
        </Accordion>
      )}
      <Button variant="transparent" size="xs" disabled={isRefreshing} onClick={onRefresh}>
        Refresh
      </Button>
    </Flex>
  );
}

function hubspotInWords(hubspot: CardFreshness['hubspot']): string {
  if (hubspot.status === 'agrees') return 'HubSpot agrees';
  if (hubspot.status === 'writing') return 'HubSpot is being updated';
  return `HubSpot refuses our values: ${hubspot.reason}`;
}
