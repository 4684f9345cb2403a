/** Modals that are open: opened, changed, closed, and described as Slack's answers and payloads show them. */
import { randomBytes } from 'node:crypto';
import { withBlockIds } from './messages.ts';
import { isObject } from './validate-text.ts';
import type { Block, OpenView, Workspace } from './workspace.ts';

/** `view` has been checked. */
export function openView(workspace: Workspace, user: string, view: Record<string, unknown>): OpenView {
  const opened: OpenView = {
    id: `V${randomBytes(5).toString('hex').toUpperCase()}`,
    user,
    openedAt: workspace.now(),
    errors: {},
    view: withIds(view),
    hash: makeHash(workspace),
  };
  workspace.views.push(opened);
  workspace.journal.record({ kind: 'view opened', view: opened.id, user });
  return opened;
}

export function replaceView(workspace: Workspace, open: OpenView, view: Record<string, unknown>): void {
  Object.assign(open, { view: withIds(view), hash: makeHash(workspace), errors: {} });
  workspace.journal.record({ kind: 'view updated', view: open.id, user: open.user });
}

export function showErrors(workspace: Workspace, open: OpenView, errors: Record<string, string>): void {
  open.errors = errors;
  workspace.journal.record({ kind: 'view refused', view: open.id, user: open.user, errors });
}

export function removeView(workspace: Workspace, open: OpenView): void {
  workspace.views = workspace.views.filter((one) => one !== open);
  workspace.journal.record({ kind: 'view closed', view: open.id, user: open.user });
}

export function describeView(
  workspace: Workspace,
  { id, view, hash }: OpenView,
  values: Record<string, unknown> = {},
): Record<string, unknown> {
  const { team, app } = workspace;
  return {
    id,
    team_id: team.id,
    app_id: app.id,
    app_installed_team_id: team.id,
    bot_id: app.botId,
    private_metadata: '',
    callback_id: '',
    external_id: '',
    submit: null,
    close: null,
    clear_on_close: false,
    notify_on_close: false,
    ...view,
    state: { values },
    hash,
    previous_view_id: null,
    root_view_id: id,
  };
}

/** As Slack does, with ids for whatever came without. */
function withIds(view: Record<string, unknown>): OpenView['view'] {
  const blocks = withBlockIds(view.blocks as Block[]).map((block, index) =>
    block.type === 'input' && isObject(block.element)
      ? { ...block, element: { action_id: `a${index}`, ...block.element } }
      : block,
  );
  return { ...view, blocks };
}

function makeHash(workspace: Workspace): string {
  return `${Math.floor(workspace.now() / 1000)}.${randomBytes(4).toString('hex')}`;
}
