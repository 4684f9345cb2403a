import { Accordion, Flex, Text } from '@hubspot/ui-extensions';
import { askBackend, BackendProblem } from '@zo/backend-client';
import {
  type ContactReceiptsAnswer,
  contactReceiptsPath,
  type HistoryReceipt,
  localMoment,
  type ReceiptsPage,
} from '@zo/shared';
import { useCallback, useMemo } from 'react';
import { SlackLink } from '../SlackLink.tsx';
import { OlderButton } from './OlderButton.tsx';
import { type Page, usePages } from './use-pages.ts';

type Props = { contactId: number; baseUrl: unknown; timeZone: string; first: ReceiptsPage; now: number };

/** Why each thing was decided, in the words of the operator’s tool: the gist to be seen, the evidence behind one click. */
export function ReceiptsTab({ contactId, baseUrl, timeZone, first, now }: Props) {
  const ask = useCallback(
    async (before: number | null): Promise<Page<HistoryReceipt, number>> => {
      const place = before === null ? '' : `&before=${before}`;
      const path = `${contactReceiptsPath}?contactId=${contactId}${place}`;
      const answer = await askBackend<ContactReceiptsAnswer>(baseUrl, path);
      if (answer.status !== 'ready') throw new BackendProblem('failed', `the contact is ${answer.status} now`);
      return { items: answer.receipts, older: answer.older };
    },
    [baseUrl, contactId],
  );
  const known = useMemo(() => ({ items: first.receipts, older: first.older }), [first]);
  const pages = usePages(ask, known);
  return (
    <Flex direction="column" gap="small">
      {pages.items.map((receipt) => (
        <Receipt key={receipt.receiptId} receipt={receipt} when={localMoment(receipt.at, timeZone, now)} />
      ))}
      <OlderButton pages={pages} what="receipts" one="receipt" />
    </Flex>
  );
}

function Receipt({ receipt, when }: { receipt: HistoryReceipt; when: string }) {
  const { receiptId, words, link, handoffId, playbookVersion } = receipt;
  const [gist = receipt.kind, ...evidence] = words;
  const about = [
    `receipt ${receiptId}`,
    ...(handoffId === null ? [] : [`handoff ${handoffId}`]),
    ...(playbookVersion === null ? [] : [`playbook version ${playbookVersion}`]),
  ].join(', ');
  if (evidence.length === 0) {
    return (
      <Flex direction="column" gap="flush">
        <Text testId={`receipt-${receiptId}`}>{gist}</Text>
        <SlackLink to={link} />
        <Text variant="microcopy">{`${when}; ${about}`}</Text>
      </Flex>
    );
  }
  return (
    <Flex direction="column" gap="flush">
      <Accordion title={gist} size="sm" testId={`receipt-${receiptId}`}>
        <Flex direction="column" gap="flush">
          {[...evidence.entries()].map(([at, line]) => (
            <Text key={at} variant="microcopy">
              {indented(line)}
            </Text>
          ))}
        </Flex>
      </Accordion>
      <Text variant="microcopy">{`${when}; ${about}`}</Text>
    </Flex>
  );
}

/** Spaces at the beginning of a line would be taken away. */
function indented(line: string): string {
  return line.replace(/^ +/, (spaces) => '\u00a0'.repeat(2 * spaces.length));
}
