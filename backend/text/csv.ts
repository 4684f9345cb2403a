/**
 * Lines of CSV by RFC 4180: values in quotes where they need them, quotes doubled, lines ended by CR LF. Whoever opens such a
 * file opens it in a spreadsheet, and names in it were chosen by strangers: a text that would be taken for a formula is told
 * to be text.
 */
export type CsvValue = string | number | null;

export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(csvValue).join(',')}\r\n`;
}

/** What begins a formula in one spreadsheet or another: also behind blanks, and in the wide forms of Asian keyboards. */
const formula = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/;

/** Numbers are numbers, a negative one too. */
function csvValue(value: CsvValue): string {
  const text = value === null ? '' : String(value);
  const safe = typeof value === 'string' && formula.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
