import { Button, Flex, Form, Input, Text } from '@hubspot/ui-extensions';
import type { HomeRow } from '@zo/shared';
import { useState } from 'react';
import type { ReviewState, Verdict } from './use-reviews.ts';

type Props = { row: HomeRow; state: ReviewState; decide: (verdict: Verdict) => void };

/** Approve at once, or reject with a reason; then what became of it. */
export function Decision({ row, state, decide }: Props) {
  const [reason, setReason] = useState<string | null>(null);
  const name = String(row.cells[1] ?? 'this handoff');
  const isBusy = state.status === 'under way';
  if (state.status === 'decided' && !state.isRefused) return <Text testId={`decided-${row.id}`}>{state.say}</Text>;
  if (row.contactId === null) return <Text variant="microcopy">HubSpot has no record of this person yet.</Text>;
  return (
    <Flex direction="column" gap="extra-small">
      {state.status === 'decided' ? <Text testId={`refused-${row.id}`}>{state.say}</Text> : null}
      {state.status === 'unknown' ? (
        <Text>{`No answer came. ${state.advice} Deciding again is safe: it is done only once.`}</Text>
      ) : null}
      {reason === null ? (
        <Flex direction="row" gap="extra-small">
          <Button size="xs" variant="primary" disabled={isBusy} onClick={() => decide({ command: 'approve' })}>
            Approve
          </Button>
          <Button size="xs" disabled={isBusy} onClick={() => setReason('')}>
            Reject
          </Button>
        </Flex>
      ) : (
        <Form preventDefault={true} onSubmit={() => submit(reason)}>
          <Input label={`Why not ${name}?`} name="reason" required={true} value={reason} onInput={setReason} />
          <Flex direction="row" gap="extra-small">
            <Button size="xs" type="submit" variant="destructive" disabled={isBusy || reason.trim() === ''}>
              Reject
            </Button>
            <Button size="xs" disabled={isBusy} onClick={() => setReason(null)}>
              Cancel
            </Button>
          </Flex>
        </Form>
      )}
    </Flex>
  );

  function submit(given: string): void {
    if (given.trim() !== '' && !isBusy) decide({ command: 'reject', reason: given.trim() });
  }
}
