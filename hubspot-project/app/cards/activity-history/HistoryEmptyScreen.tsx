import { EmptyState, Text } from '@hubspot/ui-extensions';

export function HistoryEmptyScreen({ eventsReceived }: { eventsReceived: boolean }) {
  return (
    <EmptyState title="No product activity for this person yet" imageName="contacts" layout="vertical">
      <Text>
        {eventsReceived
          ? 'Events reach us from your product and are matched by e-mail address. The card “Product activity” links a product user by hand.'
          : 'No event has reached us from your product yet. Point its Segment-compatible SDK at Zo Handoff with your write key.'}
      </Text>
    </EmptyState>
  );
}
