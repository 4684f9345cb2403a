import { Flex, Heading, Text } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';

/** One part of a tab under its heading, with a line that says what it is for. */
export function Section({ title, help, children }: { title: string; help?: string; children: ReactNode }) {
  return (
    <Flex direction="column" gap="small">
      <Flex direction="column">
        <Heading>{title}</Heading>
        {help === undefined ? null : <Text variant="microcopy">{help}</Text>}
      </Flex>
      {children}
    </Flex>
  );
}
