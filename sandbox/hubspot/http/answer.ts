/** What a route answers: a status, a JSON body (none for 204) or plain text, and headers. */
export type Answer = { status: number; body?: unknown; text?: string; headers?: Record<string, string> };

export function ok(body: unknown, status = 200): Answer {
  return { status, body };
}

export const noContent: Answer = { status: 204 };
