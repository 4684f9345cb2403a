/** Asks the demo's runner to do something; rejects with its reason in words. */
export async function ask(path: string, body: unknown): Promise<void> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.ok) return;
  const answer: unknown = await response.json().catch(() => null);
  const reason = answer && typeof answer === 'object' && 'message' in answer ? String(answer.message) : null;
  throw new Error(reason ?? `the demo answered ${response.status}`);
}
