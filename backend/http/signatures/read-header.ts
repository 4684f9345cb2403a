/** Headers as Node gives them: lower-case names, a list where one came more than once. */
export type RequestHeaders = Record<string, string | string[] | undefined>;

/** Null when the header is absent. A header that came twice is joined, and so matches no signature. */
export function readHeader(headers: RequestHeaders, name: string): string | null {
  const value = headers[name];
  if (value === undefined) return null;
  return Array.isArray(value) ? value.join(', ') : value;
}
