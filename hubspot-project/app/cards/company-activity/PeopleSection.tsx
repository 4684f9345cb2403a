import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow, Text } from '@hubspot/ui-extensions';
import { type CardPortal, type CompanyPeople, type CompanyPerson, gateWording, timeAgo } from '@zo/shared';
import { Section } from '../product-activity/Section.tsx';
import { PersonLink } from '../RecordLink.tsx';

type Props = { people: CompanyPeople; portal: CardPortal; now: number };

/** The highest scores, with how much of the definition each person meets. */
export function PeopleSection({ people: { all, shown }, portal, now }: Props) {
  if (shown.length === 0) {
    return (
      <Section title="People">
        <Text>{all === 0 ? 'Nobody yet' : 'Nobody has been named yet: they use the product without signing in'}</Text>
      </Section>
    );
  }
  return (
    <Section title="People by score">
      <Table density="condensed" flush={true}>
        <TableHead>
          <TableRow>
            <TableHeader>Person</TableHeader>
            <TableHeader align="right" width="min">
              Score
            </TableHeader>
            <TableHeader width="min">Ready</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {shown.map((person, index) => (
            <PersonRow
              key={`${person.contactId} ${person.name}`}
              person={person}
              index={index}
              portal={portal}
              now={now}
            />
          ))}
        </TableBody>
      </Table>
      {all > shown.length ? (
        <Text variant="microcopy" testId="more-people">
          and {(all - shown.length).toLocaleString('en-US')} more
        </Text>
      ) : null}
    </Section>
  );
}

type RowProps = { person: CompanyPerson; index: number; portal: CardPortal; now: number };

function PersonRow({ person, index, portal, now }: RowProps) {
  const { name, contactId, score, conditionsMet, conditions, lastActiveAt, gate } = person;
  const last = lastActiveAt === null ? 'never active' : `active ${timeAgo(now - lastActiveAt)}`;
  return (
    <TableRow>
      <TableCell>
        <PersonLink portal={portal} id={contactId} name={name} />
        <Text variant="microcopy" testId={`person-${index}`}>
          {gate === 'not_ready' ? last : `${last}; ${gateWording[gate].label.toLowerCase()}`}
        </Text>
      </TableCell>
      <TableCell align="right">{score}</TableCell>
      <TableCell>{`${conditionsMet} of ${conditions}`}</TableCell>
    </TableRow>
  );
}
