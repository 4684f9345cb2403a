/** Rows as an export tells them. */

/** Columns that hold JSON as what they hold, without the ending of their names. */
export function readable(row: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) =>
      name.endsWith('_json')
        ? [name.slice(0, -'_json'.length), value === null ? null : JSON.parse(value)]
        : [name, value],
    ),
  );
}
