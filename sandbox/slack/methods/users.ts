/** users.lookupByEmail, info, list. */
import { textArg } from '../read-call.ts';
import type { User, Workspace } from '../workspace.ts';
import { type Method, refuse } from './method.ts';
import { page } from './paging.ts';

export const lookupByEmail: Method = {
  tier: 3,
  scopes: ['users:read.email'],
  run(workspace, args) {
    const email = textArg(args, 'email');
    // Exact case: whether Slack folds it is not documented, so a caller that relies on it must not pass here.
    const user = workspace.users.find((each) => each.email === email && !each.deleted);
    return user ? { ok: true, user: describeUser(workspace, user) } : refuse('users_not_found');
  },
};

export const userInfo: Method = {
  tier: 4,
  scopes: ['users:read'],
  run(workspace, args) {
    const user = workspace.users.find(({ id }) => id === textArg(args, 'user'));
    return user ? { ok: true, user: describeUser(workspace, user) } : refuse('user_not_found');
  },
};

export const listUsers: Method = {
  tier: 2,
  scopes: ['users:read'],
  run(workspace, args) {
    const found = page(workspace.users, args, () => true);
    if ('ok' in found) return found;
    return {
      ok: true,
      members: found.items.map((user) => describeUser(workspace, user)),
      response_metadata: { next_cursor: found.nextCursor },
    };
  },
};

function describeUser(workspace: Workspace, user: User): Record<string, unknown> {
  const showsEmail = workspace.installation.scopes.includes('users:read.email');
  return {
    id: user.id,
    team_id: workspace.team.id,
    name: user.name,
    real_name: user.realName,
    deleted: user.deleted,
    is_bot: user.isBot,
    is_restricted: false,
    is_ultra_restricted: false,
    tz: 'Europe/Berlin',
    profile: {
      real_name: user.realName,
      display_name: user.name,
      ...(showsEmail && user.email ? { email: user.email } : {}),
    },
  };
}
