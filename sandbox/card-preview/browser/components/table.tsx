import type { TableCellProps, TableElementProps, TableHeaderProps, TableProps } from '@hubspot/ui-extensions';
import type { CSSProperties } from 'react';
import { standIn } from '../stand-in.ts';
import { PageButtons } from './page-buttons.tsx';

export const Table = standIn<TableProps>('Table', (props) => {
  const { children, bordered = true, flush = false, density = 'default', testId } = props;
  const classes = `table table-${density}${bordered ? ' table-bordered' : ''}${flush ? ' table-flush' : ''}`;
  return (
    <div className={classes} data-test-id={testId}>
      <div className="table-scroll">
        <table>{children}</table>
      </div>
      {props.paginated ? (
        <PageButtons page={props.page ?? 1} pageCount={props.pageCount} onPageChange={props.onPageChange} />
      ) : null}
    </div>
  );
});

export const TableHead = standIn<TableElementProps>('TableHead', ({ children }) => <thead>{children}</thead>);

export const TableBody = standIn<TableElementProps>('TableBody', ({ children }) => <tbody>{children}</tbody>);

export const TableFooter = standIn<TableElementProps>('TableFooter', ({ children }) => <tfoot>{children}</tfoot>);

export const TableRow = standIn<TableElementProps>('TableRow', ({ children, testId }) => (
  <tr data-test-id={testId}>{children}</tr>
));

/** A heading that sorts is a button, and tells how. */
export const TableHeader = standIn<TableHeaderProps>('TableHeader', (props) => {
  const { children, align, width, testId } = props;
  if (!('onSortChange' in props)) {
    // An empty heading has nothing to say.
    const Cell = String(children).trim() === '' ? 'td' : 'th';
    return (
      <Cell scope={Cell === 'th' ? 'col' : undefined} style={cellStyle(align, width)} data-test-id={testId}>
        {children}
      </Cell>
    );
  }
  const { sortDirection, disabled, onSortChange } = props;
  const next = sortDirection === 'descending' ? 'ascending' : 'descending';
  const marks = { ascending: ' ▲', descending: ' ▼', none: '' };
  return (
    <th scope="col" aria-sort={sortDirection} style={cellStyle(align, width)} data-test-id={testId}>
      <button type="button" className="sort" disabled={disabled} onClick={() => onSortChange(next)}>
        {children}
        <span aria-hidden="true">{marks[sortDirection]}</span>
      </button>
    </th>
  );
});

export const TableCell = standIn<TableCellProps>('TableCell', ({ children, align, width, colSpan, testId }) => (
  <td style={cellStyle(align, width)} colSpan={colSpan} data-test-id={testId}>
    {children}
  </td>
));

function cellStyle(align: TableCellProps['align'], width: TableCellProps['width']): CSSProperties {
  const widths = { min: '1%', max: '100%', auto: 'auto' };
  return { textAlign: align, width: typeof width === 'string' ? widths[width] : width };
}
