import { Flex, Heading, TableCell, TableHeader, TableRow, Text } from '@hubspot/ui-extensions';
import type { DifferencePeople, DifferencePerson } from '@zo/shared';
import { numbered } from '../frame/numbered.ts';
import { PagedTable } from '../frame/PagedTable.tsx';
import { number } from './seen-words.ts';

type Props = { title: string; changed: DifferencePeople; column: string; words: (person: DifferencePerson) => string };

/** With names: a number alone convinces nobody. */
export function ChangedPeople({ title, changed, column, words }: Props) {
  const { count, people } = changed;
  if (count === 0) return null;
  return (
    <Flex direction="column" gap="extra-small">
      <Heading>{title}</Heading>
      <PagedTable
        rows={numbered(people)}
        pageSize={10}
        head={
          <>
            <TableHeader>Person</TableHeader>
            <TableHeader>Company</TableHeader>
            <TableHeader align="right">Score</TableHeader>
            <TableHeader>{column}</TableHeader>
          </>
        }
        draw={({ id, item: person }) => (
          <TableRow key={id}>
            <TableCell>
              <Text>{person.name}</Text>
              {person.email === null || person.email === person.name ? null : (
                <Text variant="microcopy">{person.email}</Text>
              )}
            </TableCell>
            <TableCell>{person.company ?? ''}</TableCell>
            <TableCell align="right">{person.score}</TableCell>
            <TableCell>
              <Text>{words(person)}</Text>
              {person.heldBack === null ? null : (
                <Text variant="microcopy">{`held back: ${person.heldBack.toLowerCase()}`}</Text>
              )}
            </TableCell>
          </TableRow>
        )}
      />
      {count > people.length ? (
        <Text variant="microcopy">
          {`The ${people.length} with the highest scores; ${number(count - people.length)} more are not listed.`}
        </Text>
      ) : null}
    </Flex>
  );
}
