import { Table, TableBody, TableHead, TableRow } from '@hubspot/ui-extensions';
import { type ReactNode, useState } from 'react';

type Props<Row> = {
  rows: readonly Row[];
  pageSize: number;
  /** The header cells. */
  head: ReactNode;
  draw: (row: Row) => ReactNode;
};

/** A table with pages where there are more rows than one page holds. */
export function PagedTable<Row>({ rows, pageSize, head, draw }: Props<Row>) {
  const [page, setPage] = useState(1);
  const pageCount = Math.max(1, Math.ceil(rows.length / pageSize));
  const shown = Math.min(page, pageCount);
  const content = (
    <>
      <TableHead>
        <TableRow>{head}</TableRow>
      </TableHead>
      <TableBody>{rows.slice((shown - 1) * pageSize, shown * pageSize).map(draw)}</TableBody>
    </>
  );
  if (pageCount === 1) {
    return (
      <Table bordered={true} density="condensed">
        {content}
      </Table>
    );
  }
  return (
    <Table
      bordered={true}
      density="condensed"
      paginated={true}
      pageCount={pageCount}
      page={shown}
      onPageChange={setPage}
    >
      {content}
    </Table>
  );
}
