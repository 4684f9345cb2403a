import { Flex, Heading } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';

/** One part of the card under its heading. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Flex direction="column" gap="extra-small">
      <Heading>{title}</Heading>
      {children}
    </Flex>
  );
}
