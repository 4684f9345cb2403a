/** A table for the terminal: the first column is words, the others are figures. */

export type Cell = string | number | null;

/** What is not known is a dash. */
export function textTable(head: string[], rows: Cell[][]): string[] {
  const cells = [head, ...rows].map((row) => row.map((cell) => (cell === null ? '–' : oneLine(String(cell)))));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  return cells.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
}

/** Names were chosen by strangers: none of them moves the cursor or begins a line of its own. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
