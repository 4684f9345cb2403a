/** What a person does in the Slack panel, passed on to the local Slack. */
import type { SubmittedView } from './page-state.ts';

export type SlackClick = {
  channel: string;
  ts: string;
  /** Who presses it. */
  user: string;
  actionId: string;
  blockId?: string;
  /** What is chosen, from a select or a menu. */
  option?: string;
};

/** What is filled in, by block id and action id. */
export type FilledIn = Record<string, Record<string, string>>;

export type SlackRequests = {
  /** Rejects with what the person would see as an error. */
  click(click: SlackClick): Promise<void>;
  submitModal(modal: { viewId: string; user: string; values: FilledIn }): Promise<SubmittedView>;
  closeModal(modal: { viewId: string; user: string }): Promise<void>;
  /** Takes away what only that person sees. */
  dismiss(message: { channel: string; ts: string; user: string }): Promise<void>;
};

type Result = {
  acknowledged?: boolean;
  reason?: string;
  error?: string;
  closed?: boolean;
  errors?: Record<string, string>;
};

export function slackRequests(slackUrl: string): SlackRequests {
  async function ask(method: string, route: string, body: object): Promise<Result> {
    const response = await fetch(`${slackUrl}/sandbox/${route}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const result = (await response.json()) as Result;
    if (!response.ok) throw new Error(`Slack says: ${result.error ?? response.status}`);
    return result;
  }

  return {
    async click(click) {
      const { acknowledged, reason = '' } = await ask('POST', 'click', click);
      if (!acknowledged) throw new Error(`Zo Handoff did not take it: ${inWords(reason)}`);
    },
    async submitModal(modal) {
      const {
        acknowledged = false,
        closed = false,
        errors = {},
        reason = '',
      } = await ask('POST', 'submit-view', modal);
      const isIncomplete = Object.keys(errors).length > 0;
      return { closed, errors, trouble: acknowledged || isIncomplete ? null : inWords(reason) };
    },
    async closeModal(modal) {
      await ask('POST', 'close-view', modal);
    },
    async dismiss(message) {
      await ask('DELETE', 'messages', message);
    },
  };
}

function inWords(reason: string): string {
  return reason === 'operation_timeout' ? 'no answer within 3 seconds (operation_timeout)' : reason;
}
