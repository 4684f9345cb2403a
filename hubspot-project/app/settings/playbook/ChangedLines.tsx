import { Flex, Heading, Text, type TextProps } from '@hubspot/ui-extensions';
import { numbered } from '../frame/numbered.ts';

/** Line by line, with the keys they stand under. */
export function ChangedLines({ title, changes }: { title: string; changes: string }) {
  const lines = changes === '' ? [] : changes.split('\n');
  return (
    <Flex direction="column" gap="extra-small">
      <Heading>{title}</Heading>
      {lines.length === 0 ? <Text>None.</Text> : null}
      <Flex direction="column">
        {numbered(lines).map(({ id, item: line }) => (
          <ChangedLine key={id} line={line} />
        ))}
      </Flex>
    </Flex>
  );
}

/** Spaces at the beginning are kept; only the words of a removed line are struck out. */
function ChangedLine({ line }: { line: string }) {
  const [, sign = '', blank = '', words = ''] = /^([+-]?)( *)(.*)$/.exec(line) ?? [];
  return (
    <Text variant="microcopy">
      {`${signWords[sign] ?? ''}${blank.replaceAll(' ', '\u00a0')}`}
      <Text inline={true} variant="microcopy" format={formats[sign]}>
        {words}
      </Text>
    </Text>
  );
}

const signWords: Record<string, string> = { '+': 'new\u00a0', '-': 'gone\u00a0' };

const formats: Record<string, TextProps['format']> = {
  '+': { fontWeight: 'demibold' },
  '-': { lineDecoration: 'strikethrough' },
};
