import { Divider, Flex, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import { Section } from '../product-activity/Section.tsx';
import { ActiveUsersChart } from './UseSection.tsx';

/** About as tall as a usual card, with nothing in it that could be taken for a figure. */
export function CompanyLoadingScreen() {
  return (
    <Flex direction="column" gap="small">
      <LoadingSpinner label="Loading product activity" showLabel={true} size="sm" layout="inline" />
      <ActiveUsersChart days={[]} />
      {['Open handoffs', 'People by score', 'Who crossed', 'Personal addresses', 'Account'].map((title) => (
        <Flex key={title} direction="column" gap="small">
          <Divider />
          <Section title={title}>
            <Text>…</Text>
            <Text>…</Text>
          </Section>
        </Flex>
      ))}
    </Flex>
  );
}
