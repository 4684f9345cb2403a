import {
  Alert,
  Flex,
  Link,
  LoadingSpinner,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import { type CardPortal, type HomeColumn, type HomeRow, type HomeTable, hubspotRecordLink } from '@zo/shared';
import type { ReactNode } from 'react';
import { cellWords } from './cell-words.ts';
import { problemWords } from './problem-words.ts';
import { TableBar } from './TableBar.tsx';
import { type TableQuery, useTable } from './use-table.ts';

type Props = {
  first: HomeTable;
  portal: CardPortal;
  now: number;
  baseUrl: unknown;
  /** What it is a table of, for the labels of its controls: "near misses". */
  of: string;
  /** What an empty one says. */
  empty: string;
};

/** A table that sorts, filters, pages and exports. */
export function TableView({ first, baseUrl, ...shown }: Props) {
  const query = useTable(baseUrl, first);
  return <TableOf query={query} rows={query.table.rows} baseUrl={baseUrl} {...shown} />;
}

type TableOfProps = Omit<Props, 'first'> & {
  query: TableQuery;
  rows: readonly HomeRow[];
  /** One more column, at the end, with something to do. */
  action?: { label: string; draw: (row: HomeRow) => ReactNode };
};

export function TableOf({ query, rows, portal, now, baseUrl, of, empty, action }: TableOfProps) {
  const { table, view, look, isLoading, problem } = query;
  if (table.asOf === null)
    return <LoadingSpinner label={`Counting ${of}`} showLabel={true} size="sm" layout="inline" />;
  if (table.of === 0 && rows.length === 0 && view.filter === '') return <Text>{empty}</Text>;
  const heads = (
    <TableHead>
      <TableRow>
        {table.columns.map((column) => (
          <ColumnHead key={column.key} column={column} sort={view.sort} onSort={(sort) => look({ sort })} />
        ))}
        {action === undefined ? null : <TableHeader>{action.label}</TableHeader>}
      </TableRow>
    </TableHead>
  );
  const body = (
    <TableBody>
      {rows.map((row) => (
        <TableRow key={row.id} testId={`${table.name}-${row.id}`}>
          {table.columns.map((column, index) => (
            <TableCell key={column.key} align={isNumber(column) ? 'right' : 'left'}>
              <Cell row={row} column={column} index={index} portal={portal} now={now} />
            </TableCell>
          ))}
          {action === undefined ? null : <TableCell>{action.draw(row)}</TableCell>}
        </TableRow>
      ))}
    </TableBody>
  );
  return (
    <Flex direction="column" gap="extra-small">
      <TableBar query={query} baseUrl={baseUrl} of={of} />
      {problem === null ? null : (
        <Alert title="This page of the table could not be loaded" variant="warning">
          {problemWords(problem).advice}
        </Alert>
      )}
      {isLoading ? <LoadingSpinner label="Loading" showLabel={false} size="xs" layout="inline" /> : null}
      {rows.length === 0 ? (
        <Text>Nothing holds “{view.filter.trim()}”.</Text>
      ) : table.pages === 1 ? (
        <Table bordered={true} density="condensed">
          {heads}
          {body}
        </Table>
      ) : (
        <Table
          bordered={true}
          density="condensed"
          paginated={true}
          pageCount={table.pages}
          page={view.page}
          onPageChange={(page) => look({ page })}
        >
          {heads}
          {body}
        </Table>
      )}
    </Flex>
  );
}

function isNumber({ kind }: HomeColumn): boolean {
  return kind === 'number' || kind === 'minutes';
}

function ColumnHead({ column, sort, onSort }: { column: HomeColumn; sort: string; onSort: (sort: string) => void }) {
  const { key, label } = column;
  const direction = sort === key ? 'ascending' : sort === `-${key}` ? 'descending' : 'none';
  const sortOf = { ascending: key, descending: `-${key}`, none: '' };
  return (
    <TableHeader
      align={isNumber(column) ? 'right' : 'left'}
      sortDirection={direction}
      onSortChange={(wanted) => onSort(sortOf[wanted])}
    >
      {label}
    </TableHeader>
  );
}

type CellProps = { row: HomeRow; column: HomeColumn; index: number; portal: CardPortal; now: number };

/** The name of somebody leads to their record. */
function Cell({ row, column, index, portal, now }: CellProps) {
  const words = cellWords(row.cells[index] ?? null, column.kind, portal.timeZone, now);
  if (column.key !== 'person' || row.contactId === null) return <Text>{words}</Text>;
  return <Link href={{ url: hubspotRecordLink(portal, 'contact', row.contactId), external: true }}>{words}</Link>;
}
