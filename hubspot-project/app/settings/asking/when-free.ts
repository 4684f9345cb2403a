const askAgainMs = 400;

/** Asks again while the backend reads another text of the same person; null once nobody wants it any more. */
export async function whenFree<Answer extends { status: string }>(
  ask: () => Promise<Answer>,
  isWanted: () => boolean,
): Promise<Exclude<Answer, { status: 'busy' }> | null> {
  for (;;) {
    const answer = await ask();
    if (answer.status !== 'busy') return answer as Exclude<Answer, { status: 'busy' }>;
    await new Promise((resolve) => setTimeout(resolve, askAgainMs));
    if (!isWanted()) return null;
  }
}
