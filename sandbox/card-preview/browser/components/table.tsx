import type { TableCellProps, TableElementProps, TableHeaderProps, TableProps } from '@hubspot/ui-extensions';
import type { CSSProperties } from 'react';
import { standIn } from '../stand-in.ts';

export const Table = standIn<TableProps>('Table', (props) => {
  const { children, bordered = true, flush = false, density = 'default', testId } = props;
  const classes = `table table-${density}${bordered ? ' table-bordered' : ''}${flush ? ' table-flush' : ''}`;
  return (
    <div className={classes} data-test-id={testId}>
      <table>{children}</table>
    </div>
  );
});

export const TableHead = standIn<TableElementProps>('TableHead', ({ children }) => <thead>{children}</thead>);

export const TableBody = standIn<TableElementProps>('TableBody', ({ children }) => <tbody>{children}</tbody>);

export const TableFooter = standIn<TableElementProps>('TableFooter', ({ children }) => <tfoot>{children}</tfoot>);

export const TableRow = standIn<TableElementProps>('TableRow', ({ children, testId }) => (
  <tr data-test-id={testId}>{children}</tr>
));

export const TableHeader = standIn<TableHeaderProps>('TableHeader', ({ children, align, width, testId }) => (
  <th scope="col" style={cellStyle(align, width)} data-test-id={testId}>
    {children}
  </th>
));

export const TableCell = standIn<TableCellProps>('TableCell', ({ children, align, width, colSpan, testId }) => (
  <td style={cellStyle(align, width)} colSpan={colSpan} data-test-id={testId}>
    {children}
  </td>
));

function cellStyle(align: TableCellProps['align'], width: TableCellProps['width']): CSSProperties {
  const widths = { min: '1%', max: '100%', auto: 'auto' };
  return { textAlign: align, width: typeof width === 'string' ? widths[width] : width };
}
