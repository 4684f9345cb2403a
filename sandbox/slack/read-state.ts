/** Everything this Slack holds, as one document. */
import type { Control } from './control-routes.ts';
import { describeView } from './open-views.ts';
import { showText } from './shown-text.ts';
import type { Message } from './workspace.ts';

export function readState({ workspace, workspaces, log, failures, limits }: Control): Record<string, unknown> {
  const { team, app, users, channels, messages, ephemerals, views, installation, journal } = workspace;
  const show = <Said extends Message>(said: Said) => ({ ...said, shown: showText(workspace, said.text) });
  return {
    version: journal.version(),
    now: workspace.now(),
    monotonicMs: performance.now(),
    team,
    app,
    installation: { scopes: installation.scopes, status: installation.status },
    workspaces: workspaces.map((one) => ({ ...one.team, status: one.installation.status })),
    users,
    channels,
    messages: messages.map(show),
    ephemerals: ephemerals.map(show),
    views: views.map((open) => ({ ...open, view: describeView(workspace, open) })),
    requestCounts: log.counts(),
    failures: failures.rules,
    rateLimits: limits.enabled,
  };
}
