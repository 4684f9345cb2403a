/** Tells something to the one who pressed a button, and to nobody else. */
import { answerAddress } from './answer-address.ts';

const answerWithinMs = 5_000;

/** To any other place than Slack's nothing is sent, and no redirection is followed. False when it was not told. */
export async function whisper(responseUrl: string, text: string, slackApiUrl: string): Promise<boolean> {
  const url = answerAddress(responseUrl, slackApiUrl);
  if (url === null) return false;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text, response_type: 'ephemeral', replace_original: false }),
      redirect: 'error',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    // What it answers besides is not read.
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
