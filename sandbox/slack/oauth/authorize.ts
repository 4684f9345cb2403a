/** The page on which a person of a workspace allows the app in, or does not, and is sent back to it. */
import type { CallContext } from '../answer-call.ts';
import type { Reply } from '../reply.ts';
import { findUser, type Workspace } from '../workspace.ts';
import { makeCode } from './authorization-codes.ts';
import { authorizePage, refusalPage } from './authorize-page.ts';

export type Visit = { method: string; query: URLSearchParams; body: string };

/** What the address of the page asks for, checked. */
type Wanted = { scopes: string[]; redirectUrl: string; state: string | null };

export type Decision = { team: string; user?: string; answer: 'allow' | 'cancel' };

export function answerAuthorize({ method, query, body }: Visit, context: CallContext): Reply {
  const wanted = readWanted(query, context);
  if (typeof wanted === 'string') return html(400, refusalPage(wanted));
  if (method !== 'POST') return html(200, authorizePage(wanted.scopes, context.workspaces));
  const form = new URLSearchParams(body);
  const answer = form.get('answer') === 'allow' ? 'allow' : 'cancel';
  const decided = decide(wanted, { team: form.get('team') ?? '', answer }, context);
  return 'error' in decided
    ? html(400, refusalPage(decided.error))
    : { kind: 'answer', status: 302, error: null, headers: { location: decided.location }, body: '' };
}

/** What a browser would do, for tests: `location` is where it is sent. */
export function visitAuthorize(url: string, decision: Decision, context: CallContext): { location: string } | string {
  const address = URL.parse(url);
  if (address?.pathname !== '/oauth/v2/authorize') return 'url is not the address of the page /oauth/v2/authorize';
  const wanted = readWanted(address.searchParams, context);
  if (typeof wanted === 'string') return wanted;
  const decided = decide(wanted, decision, context);
  return 'error' in decided ? decided.error : decided;
}

function readWanted(query: URLSearchParams, { app }: CallContext): Wanted | string {
  if (query.get('client_id') !== app.clientId) return 'invalid_client_id';
  const redirectUrl = query.get('redirect_uri') ?? '';
  if (!app.redirectUrls.includes(redirectUrl)) return 'bad_redirect_uri';
  const scopes = (query.get('scope') ?? '').split(',').filter((scope) => scope !== '');
  if (scopes.length === 0) return 'no_scopes';
  const unknown = scopes.filter((scope) => !/^[a-z]+(\.[a-z]+)*(:[a-z]+(\.[a-z]+)*)+$/.test(scope));
  return unknown.length > 0 ? 'invalid_scope' : { scopes, redirectUrl, state: query.get('state') };
}

function decide(
  { scopes, redirectUrl, state }: Wanted,
  { team, user, answer }: Decision,
  { workspaces, codes, workspace }: CallContext,
): { location: string } | { error: string } {
  const theirs = workspaces.find((one) => one.team.id === team);
  if (theirs === undefined) return { error: 'no_such_workspace' };
  const who = user === undefined ? someone(theirs) : findUser(theirs, user);
  if (who === undefined || who.deleted) return { error: 'no_such_user' };
  const location = new URL(redirectUrl);
  if (answer === 'cancel') location.searchParams.set('error', 'access_denied');
  else {
    const code = { team, user: who.id, scopes, redirectUrl };
    location.searchParams.set('code', makeCode(codes, code, workspace.now()));
  }
  if (state !== null) location.searchParams.set('state', state);
  return { location: location.href };
}

function someone({ users }: Workspace) {
  return users.find(({ isBot, deleted }) => !isBot && !deleted);
}

function html(status: number, body: string): Reply {
  return { kind: 'answer', status, error: null, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}
