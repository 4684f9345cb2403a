import { Divider, Flex, Heading, Text } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';

type Props = { title: string; hint?: string; children: ReactNode };

/** One part of the page under its heading. */
export function Section({ title, hint, children }: Props) {
  return (
    <Flex direction="column" gap="small">
      <Divider />
      <Flex direction="column" gap="flush">
        <Heading>{title}</Heading>
        {hint === undefined ? null : <Text variant="microcopy">{hint}</Text>}
      </Flex>
      {children}
    </Flex>
  );
}
