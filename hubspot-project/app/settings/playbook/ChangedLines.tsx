import { Flex, Heading, Text } from '@hubspot/ui-extensions';
import { numbered } from '../frame/numbered.ts';

/** Line by line, with the keys they stand under. Spaces at the beginning of a line are kept. */
export function ChangedLines({ title, changes }: { title: string; changes: string }) {
  const lines = changes === '' ? [] : changes.split('\n');
  return (
    <Flex direction="column" gap="extra-small">
      <Heading>{title}</Heading>
      {lines.length === 0 ? <Text>None.</Text> : null}
      <Flex direction="column">
        {numbered(lines).map(({ id, item: line }) => (
          <Text key={id} variant="microcopy" format={formatOf(line)} testId="changed-line">
            {withSpaces(line)}
          </Text>
        ))}
      </Flex>
    </Flex>
  );
}

function formatOf(line: string) {
  if (line.startsWith('+')) return { fontWeight: 'demibold' } as const;
  return line.startsWith('-') ? ({ lineDecoration: 'strikethrough' } as const) : undefined;
}

function withSpaces(line: string): string {
  return line.replace(/^([+-]? *)/, (blank) => blank.replaceAll(' ', '\u00a0'));
}
