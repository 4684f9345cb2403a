/**
 * The Events API: what happens to the app in a workspace is posted, signed, to the app's events URL, which has three seconds
 * to answer and is asked again up to three times.
 */
import { randomBytes } from 'node:crypto';
import { type Forgery, signatureHeaders } from '../sign-request.ts';
import type { SlackApp } from '../slack-app.ts';
import type { Workspace } from '../workspace.ts';

export type Attempt = {
  /** 0: the first. */
  retry: number;
  status: number | null;
  ms: number;
  /** Why it counts as not delivered; null: it was. */
  reason: 'http_timeout' | 'http_error' | 'connection_failed' | null;
};

export type SentEvent = { eventId: string; type: string; attempts: Attempt[] };

export type EventOptions = {
  forge?: Forgery;
  /** Given again: the same event once more. */
  eventId?: string;
  /** Seconds; now unless given. */
  eventTime?: number;
};

export type SlackEvent = { type: string; [field: string]: unknown };

const answerWithinMs = 3000;
const mostRetries = 3;

export async function sendEvent(
  workspace: Workspace,
  event: SlackEvent,
  { eventsUrl, signingSecret }: Pick<SlackApp, 'signingSecret'> & { eventsUrl: string },
  { forge, eventId, eventTime }: EventOptions = {},
): Promise<SentEvent> {
  const { team, app } = workspace;
  const id = eventId ?? `Ev${randomBytes(6).toString('hex').toUpperCase()}`;
  const body = JSON.stringify({
    token: 'deprecated',
    team_id: team.id,
    api_app_id: app.id,
    event,
    type: 'event_callback',
    event_id: id,
    event_time: eventTime ?? Math.floor(workspace.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: app.botUserId, is_bot: true, is_enterprise_install: false },
    ],
  });
  const attempts: Attempt[] = [];
  for (let retry = 0; retry <= mostRetries; retry += 1) {
    const reason = attempts.at(-1)?.reason ?? null;
    if (retry > 0 && reason === null) break;
    const headers = signatureHeaders(signingSecret, workspace.now(), body, forge);
    const again: Record<string, string> =
      retry > 0 ? { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': String(reason) } : {};
    const { attempt, isLast } = await post(eventsUrl, body, { ...headers, ...again }, retry);
    attempts.push(attempt);
    if (isLast) break;
  }
  workspace.journal.record({ kind: 'event sent', type: event.type, eventId: id });
  return { eventId: id, type: event.type, attempts };
}

async function post(
  url: string,
  body: string,
  headers: Record<string, string>,
  retry: number,
): Promise<{ attempt: Attempt; isLast: boolean }> {
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  try {
    const { status, headers: answered } = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    const reason = status >= 200 && status < 300 ? null : 'http_error';
    return { attempt: { retry, status, ms: elapsed(), reason }, isLast: answered.get('x-slack-no-retry') === '1' };
  } catch (error) {
    const isLate = error instanceof DOMException && error.name === 'TimeoutError';
    const reason = isLate ? 'http_timeout' : 'connection_failed';
    return { attempt: { retry, status: null, ms: elapsed(), reason }, isLast: false };
  }
}

/** What Slack does before it takes an events URL: null when the app gave the challenge back, else why not. */
export async function verifyEventsUrl(url: string, signingSecret: string, now: number): Promise<string | null> {
  const challenge = randomBytes(24).toString('hex');
  const body = JSON.stringify({ token: 'deprecated', challenge, type: 'url_verification' });
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...signatureHeaders(signingSecret, now, body), 'content-type': 'application/json' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    const text = await response.text();
    if (response.status !== 200) return `the app answered ${response.status}`;
    return text === challenge || text.includes(`"challenge":"${challenge}"`)
      ? null
      : 'the app did not answer with the challenge';
  } catch (error) {
    return `the app was not reachable (${(error as Error).name})`;
  }
}
