/** auth.test and auth.revoke. */
import { flagArg } from '../read-call.ts';
import type { Method } from './method.ts';

export const authTest: Method = {
  tier: 'special',
  scopes: [],
  run: (workspace) => ({
    ok: true,
    url: `https://${workspace.team.domain}.slack.com/`,
    team: workspace.team.name,
    team_id: workspace.team.id,
    user: 'zo',
    user_id: workspace.app.botUserId,
    bot_id: workspace.app.botId,
    is_enterprise_install: false,
  }),
};

export const authRevoke: Method = {
  tier: 3,
  scopes: [],
  run(workspace, args) {
    if (flagArg(args, 'test')) return { ok: true, revoked: false };
    workspace.installation.status = 'token_revoked';
    workspace.journal.record({ kind: 'token revoked' });
    return { ok: true, revoked: true };
  },
};
