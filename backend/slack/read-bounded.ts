/** Answers as large as Slack's documented ones can be, and no larger: nobody fills our memory by answering on and on. */
const mostBytes = 8 * 1024 * 1024;

export class AnswerTooLargeError extends Error {
  constructor(limit: number) {
    super(`the answer is larger than ${limit} bytes`);
    this.name = 'AnswerTooLargeError';
  }
}

/** The same answer, wholly read; always as JSON, so that no client unpacks it once more. */
export async function readBounded(response: Response, limit = mostBytes): Promise<Response> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > limit) throw new AnswerTooLargeError(limit);
    chunks.push(chunk);
  }
  const headers = new Headers(response.headers);
  headers.set('content-type', 'application/json');
  headers.delete('content-encoding');
  const { status, statusText } = response;
  const isBodiless = status === 204 || status === 304 || status < 200;
  return new Response(isBodiless ? null : Buffer.concat(chunks), {
    status: Math.max(200, status),
    statusText,
    headers,
  });
}
