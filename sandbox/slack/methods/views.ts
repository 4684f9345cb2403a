/** views.open. */
import { describeView, openView } from '../open-views.ts';
import { textArg } from '../read-call.ts';
import { takeTrigger } from '../triggers.ts';
import { checkView } from '../validate-view.ts';
import { type Answer, type Method, refuse } from './method.ts';

const maxBytes = 250_000;

export const openModal: Method = {
  tier: 4,
  scopes: [],
  run(workspace, args) {
    const triggerId = textArg(args, 'trigger_id');
    if (triggerId === null) return invalid(['[ERROR] missing required field: trigger_id']);
    if (args.view === undefined) return invalid(['[ERROR] missing required field: view']);
    const problems = checkView(args.view);
    if (problems.length > 0) return invalid(problems);
    const view = args.view as Record<string, unknown>;
    if (Buffer.byteLength(JSON.stringify(view)) > maxBytes) return refuse('view_too_large');
    const { external_id: externalId } = view;
    const isTaken = externalId && workspace.views.some((open) => open.view.external_id === externalId);
    if (isTaken) return refuse('duplicate_external_id');
    const trigger = takeTrigger(workspace, triggerId);
    if ('error' in trigger) return refuse(trigger.error);
    return { ok: true, view: describeView(workspace, openView(workspace, trigger.user, view)) };
  },
};

function invalid(messages: string[]): Answer {
  return refuse('invalid_arguments', { response_metadata: { messages } });
}
