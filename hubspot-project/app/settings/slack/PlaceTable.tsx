import {
  LoadingButton,
  StatusTag,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { SlackPlace, SlackPlaceUse } from '@zo/shared';

type Props = { places: SlackPlace[]; canSend: boolean; isWorking: boolean; onTest: (use: SlackPlaceUse) => void };

const uses: Record<SlackPlaceUse, string> = {
  alerts: 'Alerts',
  returns: 'Returns to marketing',
  review: 'Reviews',
  operators: 'Notes to the operators',
  you: 'Direct messages to you',
};

const states = {
  found: { words: 'Found', variant: 'success' },
  absent: { words: 'Not found', variant: 'danger' },
  'no answer': { words: 'Not known', variant: 'default' },
  none: { words: 'Nowhere', variant: 'warning' },
} as const;

const sharings = { external: 'Shared outside', pending: 'Invited outside' } as const;

/** Where two of them go to one place, each says which it is. */
function testWords(use: SlackPlaceUse, place: string, places: SlackPlace[]): string {
  const isAlone = places.filter((one) => one.place === place).length === 1;
  return `Send a test to ${place}${isAlone ? '' : ` (${uses[use].toLowerCase()})`}`;
}

export function PlaceTable({ places, canSend, isWorking, onTest }: Props) {
  return (
    <Table bordered={true}>
      <TableHead>
        <TableRow>
          <TableHeader>What</TableHeader>
          <TableHeader>Where</TableHeader>
          <TableHeader>State</TableHeader>
          {canSend ? <TableHeader width="min"> </TableHeader> : null}
        </TableRow>
      </TableHead>
      <TableBody>
        {places.map(({ use, place, state, words, sharing }) => (
          <TableRow key={use}>
            <TableCell>{uses[use]}</TableCell>
            <TableCell>{place ?? 'the playbook names no channel'}</TableCell>
            <TableCell>
              {sharing === null ? (
                <StatusTag variant={states[state].variant}>{states[state].words}</StatusTag>
              ) : (
                <StatusTag variant="danger">{sharings[sharing]}</StatusTag>
              )}
              {words === null ? null : <Text variant="microcopy">{words}</Text>}
            </TableCell>
            {canSend ? (
              <TableCell width="min">
                {place === null ? null : (
                  <LoadingButton size="xs" loading={isWorking} onClick={() => onTest(use)}>
                    {testWords(use, place, places)}
                  </LoadingButton>
                )}
              </TableCell>
            ) : null}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
