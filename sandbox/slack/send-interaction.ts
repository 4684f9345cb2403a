/**
 * What Slack reports to the app: a signed form post with one field, `payload`, to the interactivity URL, which has three
 * seconds to answer.
 */
import { type Forgery, signatureHeaders } from './sign-request.ts';
import { makeTrigger } from './triggers.ts';
import type { Workspace } from './workspace.ts';

/** Tests only. */
export type Spoilt = {
  /** How the request is spoilt. */
  forge?: Forgery;
  /** The very same request, body and signature, is sent once more, as somebody who recorded it would. */
  repeat?: boolean;
};

export type Delivery =
  | { acknowledged: true; status: number; ms: number }
  /** What the person would see as an error. */
  | { acknowledged: false; status: number | null; ms: number; reason: string };

export type Sent = {
  delivery: Delivery;
  /** The body of the app's answer. */
  answer: string;
  /** What the same request was answered the second time. */
  repeated?: Delivery;
};

const answerWithinMs = 3000;

export async function sendInteraction(
  workspace: Workspace,
  payload: Record<string, unknown>,
  url: string,
  { forge, repeat }: Spoilt,
): Promise<Sent> {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const headers = signatureHeaders(workspace.installation.signingSecret, workspace.now(), body, forge);
  const first = await post(url, body, headers);
  if (!repeat) return first;
  const { delivery: repeated } = await post(url, body, headers);
  return { ...first, repeated };
}

async function post(url: string, body: string, headers: Record<string, string>): Promise<Sent> {
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    const answer = await response.text();
    const { status } = response;
    if (status === 200) return { delivery: { acknowledged: true, status, ms: elapsed() }, answer };
    return { delivery: { acknowledged: false, status, ms: elapsed(), reason: `the app answered ${status}` }, answer };
  } catch (error) {
    const isLate = error instanceof DOMException && error.name === 'TimeoutError';
    const reason = isLate ? 'operation_timeout' : 'the app was not reachable';
    return { delivery: { acknowledged: false, status: null, ms: elapsed(), reason }, answer: '' };
  }
}

/** Where it happened and who did it: in every payload. */
export function describeActor(workspace: Workspace, userId: string): Record<string, unknown> {
  const { app, team } = workspace;
  const name = workspace.users.find(({ id }) => id === userId)?.name;
  return {
    api_app_id: app.id,
    token: 'deprecated',
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
    user: { id: userId, username: name, name, team_id: team.id },
  };
}

/** As `describeActor`, with what the app may open a modal with. */
export function describeActorWithTrigger(workspace: Workspace, userId: string): Record<string, unknown> {
  return { ...describeActor(workspace, userId), trigger_id: makeTrigger(workspace, userId) };
}
