import { Text } from '@hubspot/ui-extensions';
import type { HomeRow } from '@zo/shared';
import { useState } from 'react';
import { Decision } from './Decision.tsx';
import type { TableView } from './home-client.ts';
import { keepDecided } from './keep-decided.ts';
import type { PartProps } from './ReadyScreen.tsx';
import { Section } from './Section.tsx';
import { TableOf } from './TableView.tsx';
import { useReviews, type Verdict } from './use-reviews.ts';
import { useTable } from './use-table.ts';

type Props = PartProps & { onDecided: () => void };

/** Held until a reviewer has looked. By keyboard: Tab to Approve or Reject, Enter; the row stays, so that Tab goes on. */
export function ReviewSection({ home, now, baseUrl, onDecided }: Props) {
  const { tables, portal, reviewing } = home;
  const query = useTable(baseUrl, tables.review);
  const reviews = useReviews(baseUrl, onDecided);
  // As they stood when something was decided last.
  const [held, setHeld] = useState<{ view: TableView; rows: readonly HomeRow[] } | null>(null);
  const before = held?.view === query.view ? held.rows : [];
  const rows = keepDecided(before, query.table.rows, (row) => reviews.stateOf(row).status !== 'open');

  function decide(row: HomeRow, verdict: Verdict): void {
    setHeld({ view: query.view, rows });
    reviews.decide(row, verdict);
  }
  return (
    <Section title="Waiting for review" hint="Nobody is alerted about these until somebody has decided.">
      {reviewing.refusal === null || rows.length === 0 ? null : (
        <Text variant="microcopy">{`You can look, not decide. ${reviewing.refusal}`}</Text>
      )}
      <TableOf
        query={query}
        rows={rows}
        portal={portal}
        now={now}
        baseUrl={baseUrl}
        of="reviews"
        empty="Nobody waits for a review."
        action={
          reviewing.refusal === null
            ? {
                label: 'Decide',
                draw: (row) => (
                  <Decision row={row} state={reviews.stateOf(row)} decide={(verdict) => decide(row, verdict)} />
                ),
              }
            : undefined
        }
      />
    </Section>
  );
}
