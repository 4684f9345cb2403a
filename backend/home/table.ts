/** One table of the home page as somebody looks at it: filtered, sorted, a page of it; and as a file. Pure. */
import type { HomeCell, HomeColumn, HomeRow, HomeTable, HomeTableName } from '@zo/shared';
import { csvLine } from '../text/csv.ts';

/** All rows that are looked at, in the table's own order. */
export type WholeTable = {
  name: HomeTableName;
  columns: HomeColumn[];
  rows: HomeRow[];
  isCut: boolean;
  /** Null: not known yet. */
  asOf: number | null;
};

/** `sort`: a column's key, behind a "-" the other way round; '' for the table's own order. Pages from 1 on. */
export type TableView = { sort: string; filter: string; page: number };

export const firstView: TableView = { sort: '', filter: '', page: 1 };
export const rowsOnPage = 10;

export function viewTable(table: WholeTable, view: TableView): HomeTable {
  const rows = arrange(table, view);
  const pages = Math.max(1, Math.ceil(rows.length / rowsOnPage));
  const page = Math.min(view.page, pages);
  return {
    name: table.name,
    columns: table.columns,
    rows: rows.slice((page - 1) * rowsOnPage, page * rowsOnPage),
    page,
    pages,
    found: rows.length,
    of: table.rows.length,
    isCut: table.isCut,
    sort: columnOf(table, view.sort) === -1 ? '' : view.sort,
    filter: view.filter,
    asOf: table.asOf,
  };
}

/** HubSpot takes answers of a million bytes at most; `isCut` then. */
const mostBytes = 800_000;

export function exportTable(
  table: WholeTable,
  view: Omit<TableView, 'page'>,
): { csv: string; rows: number; isCut: boolean } {
  let csv = csvLine(
    table.columns.map(({ label, kind }) => (kind === 'minutes' ? `${label} (working minutes)` : label)),
  );
  let bytes = Buffer.byteLength(csv);
  let rows = 0;
  for (const { cells } of arrange(table, view)) {
    const line = csvLine(
      cells.map((cell, index) => (table.columns[index]?.kind === 'moment' ? momentText(cell) : cell)),
    );
    bytes += Buffer.byteLength(line);
    if (bytes > mostBytes) return { csv, rows, isCut: true };
    csv += line;
    rows += 1;
  }
  return { csv, rows, isCut: table.isCut };
}

function momentText(cell: HomeCell): HomeCell {
  return typeof cell === 'number' ? new Date(cell).toISOString() : cell;
}

function arrange(table: WholeTable, { sort, filter }: Omit<TableView, 'page'>): HomeRow[] {
  const wanted = filter.trim().toLowerCase();
  const rows = wanted === '' ? table.rows : table.rows.filter(({ cells }) => cells.some((cell) => holds(cell, wanted)));
  const column = columnOf(table, sort);
  if (column === -1) return rows;
  const way = sort.startsWith('-') ? -1 : 1;
  return rows.toSorted((one, other) => compareCells(one.cells[column] ?? null, other.cells[column] ?? null, way));
}

/** Numbers and moments are not searched: what is typed is a name, or a word. */
function holds(cell: HomeCell, wanted: string): boolean {
  return typeof cell === 'string' && cell.toLowerCase().includes(wanted);
}

function columnOf({ columns }: WholeTable, sort: string): number {
  const key = sort.replace(/^-/, '');
  return columns.findIndex((column) => column.key === key);
}

/** What is not known comes last, either way. */
function compareCells(one: HomeCell, other: HomeCell, way: 1 | -1): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === 'number' && typeof other === 'number') return way * (one - other);
  return way * String(one).localeCompare(String(other), 'en', { sensitivity: 'base', numeric: true });
}
