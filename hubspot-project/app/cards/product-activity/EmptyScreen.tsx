import { EmptyState, Flex, Text } from '@hubspot/ui-extensions';
import type { ContactCardAnswer } from '@zo/shared';
import { LinkProductUser } from './LinkProductUser.tsx';

type Props = {
  answer: Extract<ContactCardAnswer, { status: 'empty' }>;
  contactId: number;
  baseUrl: unknown;
  onLinked: (productUser: string) => void;
};

/**
 * Nothing is wrong: this person has not used the product, or uses it under another e-mail address. Linking is offered only
 * once there are product users to link.
 */
export function EmptyScreen({ answer, contactId, baseUrl, onLinked }: Props) {
  const { email, eventsReceived } = answer;
  return (
    <Flex direction="column" gap="small">
      <EmptyState title="No product activity for this person yet" imageName="contacts" layout="vertical" flush={true}>
        <Text>
          {eventsReceived
            ? `Events reach us from your product and are matched by e-mail address${email === null ? '; this contact has none' : ` (${email})`}.`
            : 'No event has reached us from your product yet. Point its Segment-compatible SDK at Zo Handoff with your write key.'}
        </Text>
      </EmptyState>
      {eventsReceived ? <LinkProductUser contactId={contactId} baseUrl={baseUrl} onLinked={onLinked} /> : null}
    </Flex>
  );
}
