import { Flex, Text } from '@hubspot/ui-extensions';
import type { CardPortal, PersonalAddresses } from '@zo/shared';
import { Section } from '../product-activity/Section.tsx';
import { PersonLink } from '../RecordLink.tsx';

type Props = { addresses: PersonalAddresses; portal: CardPortal };

/** People with addresses such as Gmail's: whether each counts as a user of the company, and why. */
export function PersonalAddressesSection({ addresses, portal }: Props) {
  const { all, areKeptBack, members, outsiders } = addresses;
  const shown = [...members, ...outsiders];
  const unshown = all - members.length;
  return (
    <Section title="Personal addresses">
      {shown.length === 0 ? <Text>Nobody here has a personal or disposable address</Text> : null}
      {shown.length > 0 && areKeptBack ? (
        <Text variant="microcopy">The definition asks for a business address: these people are not handed off.</Text>
      ) : null}
      {shown.map(({ name, contactId, counts, why }, index) => (
        <Flex key={`${contactId} ${name}`} direction="column" gap="flush">
          <PersonLink portal={portal} id={contactId} name={name} />
          <Text variant="microcopy" testId={`address-${index}`}>
            {`${counts ? 'Counts' : 'Does not count'}: ${why}`}
          </Text>
        </Flex>
      ))}
      {unshown > 0 ? <Text variant="microcopy">and {unshown.toLocaleString('en-US')} more</Text> : null}
    </Section>
  );
}
