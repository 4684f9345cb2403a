/**
 * Lines of CSV by RFC 4180: values in quotes where they need them, quotes doubled, lines ended by CR LF. Whoever opens such a
 * file opens it in a spreadsheet, and names in it were chosen by strangers: a text that would be taken for a formula is told
 * to be text.
 */
export type CsvValue = string | number | null;

export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(csvValue).join(',')}\r\n`;
}

/** What begins a formula in one spreadsheet or another: also in the wide forms of Asian keyboards, … */
const begin = '[=+\\-@＝＋－＠]';
/** … also behind blanks and what cannot be seen, … */
const atStart = new RegExp(`^(?:[\\t\\r\\n]|[\\s\\p{Cc}\\p{Cf}]*${begin})`, 'u');
/** … and behind what ends a cell in a spreadsheet set to another country, where these quotes mean nothing. */
const afterSeparator = new RegExp(`([;\\t|\\r\\n])(?=["\\s\\p{Cc}\\p{Cf}]*${begin})`, 'gu');

/** Numbers are numbers, a negative one too. */
function csvValue(value: CsvValue): string {
  const text = value === null ? '' : String(value);
  const safe = typeof value === 'string' ? asText(text) : text;
  return /[",;\t\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function asText(text: string): string {
  const inside = text.replace(afterSeparator, "$1'");
  return atStart.test(inside) ? `'${inside}` : inside;
}
