/** The answer's JSON; of long work, which answers line by line, the result on its last line. */
export async function askJson<Answer>(
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`);
  const result = text.trimEnd().split('\n').at(-1) ?? '';
  return result === '' ? (undefined as Answer) : (JSON.parse(result) as Answer);
}
