/** A person submits a modal, or closes it. */
import { describeView, removeView, replaceView, showErrors } from './open-views.ts';
import {
  type Delivery,
  describeActor,
  describeActorWithTrigger,
  type Sent,
  type Spoilt,
  sendInteraction,
} from './send-interaction.ts';
import { isObject } from './validate-text.ts';
import { checkView } from './validate-view.ts';
import { type FilledIn, fillIn, inputsOf } from './view-values.ts';
import type { OpenView, Workspace } from './workspace.ts';

export type Submission = Spoilt & { viewId: string; user: string; values?: FilledIn };

export type SubmitResult = Delivery & {
  closed: boolean;
  /** What the person reads next to the fields, by block id. */
  errors: Record<string, string>;
  repeated?: Delivery;
};

/** A sentence when there is nothing to submit; otherwise what became of it. */
export async function submitView(
  workspace: Workspace,
  { viewId, user, values: filledIn = {}, ...spoilt }: Submission,
  interactivityUrl: string,
): Promise<SubmitResult | string> {
  const open = findView(workspace, viewId, user);
  if (typeof open === 'string') return open;
  if (!open.view.submit) return 'the modal has no button to submit it';
  const filled = fillIn(open.view.blocks, filledIn);
  if (typeof filled === 'string') return filled;
  const { values, missing } = filled;
  if (Object.keys(missing).length > 0) {
    const reason = 'not sent: the form is not complete';
    return { acknowledged: false, status: null, ms: 0, reason, closed: false, errors: missing };
  }
  const payload = {
    type: 'view_submission',
    ...describeActorWithTrigger(workspace, user),
    view: describeView(workspace, open, values),
    response_urls: [],
  };
  const sent = await sendInteraction(workspace, payload, interactivityUrl, spoilt);
  const result = sent.delivery.acknowledged
    ? follow(workspace, open, sent)
    : { ...sent.delivery, closed: false, errors: {} };
  return sent.repeated ? { ...result, repeated: sent.repeated } : result;
}

/** Does what the app's answer says. What Slack cannot read it shows as "We had some trouble connecting". */
function follow(workspace: Workspace, open: OpenView, { delivery, answer }: Sent): SubmitResult {
  const close = () => removeView(workspace, open);
  if (answer.trim() === '') {
    close();
    return { ...delivery, closed: true, errors: {} };
  }
  const given = parseAnswer(answer);
  switch (given?.response_action) {
    case 'clear':
      close();
      return { ...delivery, closed: true, errors: {} };
    case 'errors': {
      const errors = readErrors(open, given.errors);
      if (typeof errors === 'string') return trouble(delivery, errors);
      showErrors(workspace, open, errors);
      return { ...delivery, closed: false, errors };
    }
    case 'update': {
      const [problem] = checkView(given.view);
      if (problem !== undefined) return trouble(delivery, problem);
      replaceView(workspace, open, given.view as Record<string, unknown>);
      return { ...delivery, closed: false, errors: {} };
    }
    default:
      return trouble(delivery, 'the answer is neither empty nor a response_action of clear, errors or update');
  }
}

function trouble({ ms }: Delivery, reason: string): SubmitResult {
  return { acknowledged: false, status: 200, ms, reason, closed: false, errors: {} };
}

/** Each error must stand at an input block of the modal. */
function readErrors({ view }: OpenView, value: unknown): Record<string, string> | string {
  const ids = inputsOf(view.blocks).map(({ block }) => block.block_id);
  if (!isObject(value) || Object.keys(value).length === 0) return 'the errors are not an object with block ids';
  for (const [blockId, text] of Object.entries(value)) {
    if (!ids.includes(blockId)) return `errors name ${blockId}, which is no input block of the modal`;
    if (typeof text !== 'string' || text === '') return `the error of ${blockId} is not a text`;
  }
  return value as Record<string, string>;
}

export type Closing = Spoilt & { viewId: string; user: string };
export type CloseResult = { closed: true; told: Delivery | null };

/** The app is told when the modal asks for it (`notify_on_close`). */
export async function closeView(
  workspace: Workspace,
  { viewId, user, ...spoilt }: Closing,
  interactivityUrl: string | null,
): Promise<CloseResult | string> {
  const open = findView(workspace, viewId, user);
  if (typeof open === 'string') return open;
  removeView(workspace, open);
  if (open.view.notify_on_close !== true || interactivityUrl === null) return { closed: true, told: null };
  const payload = {
    type: 'view_closed',
    ...describeActor(workspace, user),
    view: describeView(workspace, open),
    is_cleared: false,
  };
  const { delivery } = await sendInteraction(workspace, payload, interactivityUrl, spoilt);
  return { closed: true, told: delivery };
}

function findView(workspace: Workspace, viewId: string, user: string): OpenView | string {
  const open = workspace.views.find(({ id }) => id === viewId);
  if (!open) return 'there is no such open view';
  return open.user === user ? open : `the view is open for ${open.user} only`;
}

function parseAnswer(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
