/** Tells something to the one who pressed a button, and to nobody else. */
const answerWithinMs = 5_000;
const realHost = 'hooks.slack.com';

/**
 * `slackApiUrl`: another Slack than the real one answers at its own address. To any other place nothing is sent: the address
 * comes from a request. False when it was not told.
 */
export async function whisper(responseUrl: string, text: string, slackApiUrl: string): Promise<boolean> {
  const url = URL.parse(responseUrl);
  const isSlack = url?.protocol === 'https:' && url.host === realHost;
  if (url === null || !(isSlack || url.origin === URL.parse(slackApiUrl)?.origin)) return false;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text, response_type: 'ephemeral', replace_original: false }),
      redirect: 'error',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    return response.ok;
  } catch {
    return false;
  }
}
