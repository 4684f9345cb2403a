/** oauth.v2.access: an app gives a code and its secret, and gets the workspace's bot token. */
import { randomBytes } from 'node:crypto';
import type { CallContext } from '../answer-call.ts';
import { type Answer, type Method, refuse } from '../methods/method.ts';
import { type Call, textArg } from '../read-call.ts';
import type { Workspace } from '../workspace.ts';
import { takeCode } from './authorization-codes.ts';

export const exchangeMethod = 'oauth.v2.access';

export function exchangeCode(call: Call, context: CallContext): Method {
  return { tier: 'special', scopes: [], needsNoToken: true, run: () => exchange(call, context) };
}

function exchange({ args, basic }: Call, { app, workspaces, codes, workspace }: CallContext): Answer {
  if ((basic?.user ?? textArg(args, 'client_id')) !== app.clientId) return refuse('invalid_client_id');
  if ((basic?.password ?? textArg(args, 'client_secret')) !== app.clientSecret) return refuse('bad_client_secret');
  const grant = textArg(args, 'grant_type') ?? 'authorization_code';
  if (grant !== 'authorization_code') return refuse('invalid_grant_type');
  const code = takeCode(codes, textArg(args, 'code') ?? '', workspace.now());
  if (code === null) return refuse('invalid_code');
  if (textArg(args, 'redirect_uri') !== code.redirectUrl) return refuse('bad_redirect_uri');
  const theirs = workspaces.find(({ team }) => team.id === code.team);
  return theirs === undefined ? refuse('invalid_code') : install(theirs, code.scopes, code.user);
}

/** While the app is installed a workspace keeps its token, whoever allows it again; scopes only grow. */
function install(workspace: Workspace, scopes: readonly string[], user: string): Answer {
  const { installation, team, app, journal } = workspace;
  if (installation.status !== 'active') {
    if (installation.token !== '') workspace.formerTokens.push(installation.token);
    installation.token = `xoxb-${team.id}-${randomBytes(12).toString('hex')}`;
    installation.scopes = [];
    installation.status = 'active';
  }
  installation.scopes = [...new Set([...installation.scopes, ...scopes])];
  journal.record({ kind: 'app installed', user });
  return {
    ok: true,
    app_id: app.id,
    authed_user: { id: user },
    scope: installation.scopes.join(','),
    token_type: 'bot',
    access_token: installation.token,
    bot_user_id: app.botUserId,
    team: { id: team.id, name: team.name },
    enterprise: null,
    is_enterprise_install: false,
  };
}
