/** Rows of objects as one array per column, the form in which `unnest` takes many rows in one statement. */
export function columns<Row, Column>(rows: Row[], ...read: ((row: Row) => Column)[]): Column[][] {
  return read.map((column) => rows.map(column));
}
