import { EmptyState, Text } from '@hubspot/ui-extensions';

/** Nothing is wrong: nobody of this company has used the product, or their account is not linked to it yet. */
export function CompanyEmptyScreen({ eventsReceived }: { eventsReceived: boolean }) {
  return (
    <EmptyState title="No product activity at this company yet" imageName="companies" layout="vertical" flush={true}>
      <Text>
        {eventsReceived
          ? 'An account of the product is linked by its group id, by the company of its people, or by its domain, once somebody there is active.'
          : 'No event has reached us from your product yet. Point its Segment-compatible SDK at Zo Handoff with your write key.'}
      </Text>
    </EmptyState>
  );
}
