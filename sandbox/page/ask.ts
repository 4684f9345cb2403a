/** Asks the demo's runner to do something; rejects with its reason in words. */
export async function ask(path: string, body: unknown): Promise<void> {
  await answerOf(path, body);
}

/** As `ask`, with the runner's answer. */
export async function answerOf<Answer>(path: string, body: unknown, signal?: AbortSignal): Promise<Answer> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: signal ?? null,
  });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer as Answer;
  const reason = answer && typeof answer === 'object' && 'message' in answer ? String(answer.message) : null;
  throw new Error(reason ?? `the demo answered ${response.status}`);
}
