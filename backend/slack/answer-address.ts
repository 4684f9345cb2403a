/**
 * Where whoever pressed a button may be answered. The address comes from a request, a signed one, and is still believed
 * only where it names the one host that Slack answers at: a signing secret that leaked must not let anybody send us around
 * in our own network.
 */
import { isLoopback } from '../loopback.ts';

/** Null: nothing is sent there. `slackApiUrl`: where our Slack is; one on this machine answers at its own address. */
export function answerAddress(responseUrl: string, slackApiUrl: string): URL | null {
  const url = URL.parse(responseUrl);
  const api = URL.parse(slackApiUrl);
  if (url === null || api === null || url.username !== '' || url.password !== '') return null;
  if (isLoopback(api)) return url.origin === api.origin ? url : null;
  // https://slack.com/api/ answers at https://hooks.slack.com, and no port but the usual one.
  return url.protocol === 'https:' && url.host === `hooks.${api.hostname}` ? url : null;
}
