import { Text } from '@hubspot/ui-extensions';
import { type CardCompany, type CardPortal, count, timeAgo } from '@zo/shared';
import { RecordLink } from '../RecordLink.tsx';
import { Section } from './Section.tsx';

type Props = { company: CardCompany | null; portal: CardPortal; now: number };

/** How many people of the company use the product, and who they are. */
export function CompanySection({ company, portal, now }: Props) {
  if (company === null) {
    return (
      <Section title="Company">
        <Text>No company is known for this person yet</Text>
      </Section>
    );
  }
  const { name, recordId, activeUsers, people } = company;
  const shownName = name ?? 'This company';
  const unnamed = activeUsers - people.length;
  return (
    <Section title="Company">
      <Text testId="company">
        {recordId === null ? shownName : <RecordLink portal={portal} object="company" id={recordId} text={shownName} />}
        {`: ${count(activeUsers, 'active user')} in 30 days`}
      </Text>
      {people.map(({ name: person, contactId, lastActiveAt }) => (
        <Text key={`${person} ${lastActiveAt}`} variant="microcopy">
          {contactId === null ? person : <RecordLink portal={portal} object="contact" id={contactId} text={person} />}
          {`, ${timeAgo(now - lastActiveAt)}`}
        </Text>
      ))}
      {unnamed > 0 && people.length > 0 ? <Text variant="microcopy">and {unnamed} more</Text> : null}
    </Section>
  );
}
