/** The rows of a CSV file, read by the letter of RFC 4180; throws where a file is not written so. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (let at = 0; at < text.length || row.length > 0; ) {
    const { value, next } = text[at] === '"' ? readQuoted(text, at + 1) : readPlain(text, at);
    row.push(value);
    if (text[next] === ',') {
      at = next + 1;
      continue;
    }
    if (!text.startsWith('\r\n', next)) throw new Error(`Neither a comma nor the end of a line at ${next}`);
    rows.push(row);
    row = [];
    at = next + 2;
  }
  return rows;
}

function readQuoted(text: string, from: number): { value: string; next: number } {
  let value = '';
  for (let at = from; at < text.length; at += 1) {
    if (text[at] !== '"') value += text[at];
    else if (text[at + 1] === '"') {
      value += '"';
      at += 1;
    } else return { value, next: at + 1 };
  }
  throw new Error('A quoted value does not end');
}

function readPlain(text: string, from: number): { value: string; next: number } {
  let next = from;
  while (next < text.length && !',\r\n"'.includes(text[next]!)) next += 1;
  return { value: text.slice(from, next), next };
}
