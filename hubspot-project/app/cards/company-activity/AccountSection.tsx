import { DescriptionList, DescriptionListItem, Text } from '@hubspot/ui-extensions';
import type { CompanyAccount, CompanyContractValue } from '@zo/shared';
import { Section } from '../product-activity/Section.tsx';

type Props = { account: CompanyAccount; contractValue: CompanyContractValue };

/** What of the product this company is, and what it may be worth. */
export function AccountSection({ account: { groups, domains }, contractValue: { value, how } }: Props) {
  return (
    <Section title="Account">
      <DescriptionList direction="column">
        <DescriptionListItem label="Product groups">
          <Text testId="groups">{groups.join(', ') || 'None'}</Text>
        </DescriptionListItem>
        <DescriptionListItem label="Domains">
          <Text testId="domains">{domains.join(', ') || 'None'}</Text>
        </DescriptionListItem>
        <DescriptionListItem label="Expected contract value">
          <Text testId="contract-value">
            {value === null ? 'Not known' : `${value.toLocaleString('en-US')} a year`}
          </Text>
          <Text variant="microcopy">{how}</Text>
        </DescriptionListItem>
      </DescriptionList>
    </Section>
  );
}
