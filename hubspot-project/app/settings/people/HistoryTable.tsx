import {
  Button,
  Flex,
  StatusTag,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import { type HistoryEntry, localMoment } from '@zo/shared';

import { numbered } from '../frame/numbered.ts';

type Props = {
  history: HistoryEntry[];
  now: number;
  timeZone: string;
  isFirst: boolean;
  isLast: boolean;
  isLoading: boolean;
  onNewer: () => void;
  onOlder: () => void;
  onShow: (version: number) => void;
};

const outcomes = {
  done: { words: 'Done', variant: 'success' },
  refused: { words: 'Refused', variant: 'warning' },
  failed: { words: 'Failed', variant: 'danger' },
  'under way': { words: 'Under way', variant: 'info' },
  'not known': { words: 'Not known', variant: 'warning' },
} as const;

export function HistoryTable({ history, now, timeZone, isFirst, isLast, isLoading, onNewer, onOlder, onShow }: Props) {
  if (history.length === 0) return <Text>Nothing was changed yet.</Text>;
  return (
    <Flex direction="column" gap="small">
      <Table bordered={true} density="condensed">
        <TableHead>
          <TableRow>
            <TableHeader>When</TableHeader>
            <TableHeader>Who</TableHeader>
            <TableHeader>What</TableHeader>
            <TableHeader>Outcome</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {numbered(history).map(({ id, item: { at, by, words, detail, outcome, version } }) => (
            <TableRow key={id}>
              <TableCell>{localMoment(at, timeZone, now)}</TableCell>
              <TableCell>{by}</TableCell>
              <TableCell>
                <Text>{words}</Text>
                {detail === null ? null : <Text variant="microcopy">{detail}</Text>}
                {version === null ? null : (
                  <Button size="xs" variant="transparent" onClick={() => onShow(version)}>
                    {`Show version ${version}`}
                  </Button>
                )}
              </TableCell>
              <TableCell>
                <StatusTag variant={outcomes[outcome].variant}>{outcomes[outcome].words}</StatusTag>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {isFirst && isLast ? null : (
        <Flex gap="small">
          <Button size="sm" disabled={isFirst || isLoading} onClick={onNewer}>
            Newer
          </Button>
          <Button size="sm" disabled={isLast || isLoading} onClick={onOlder}>
            Older
          </Button>
        </Flex>
      )}
    </Flex>
  );
}
