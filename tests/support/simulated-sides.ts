/** What the simulated day and its end look at: Slack as it stands, what can be pressed there, every handoff. */
import type { Handoff } from '../../backend/handoff/handoff.ts';
import type { RunningProduct } from './running-product.ts';

export type SlackMessage = {
  channel: string;
  ts: string;
  text: string;
  threadTs: string | null;
  blocks: { type?: string; elements?: { type?: string; action_id?: string; options?: { value: string }[] }[] }[];
};
export type DaySlack = {
  messages: SlackMessage[];
  users: { id: string; name: string; email: string | null }[];
  channels: { id: string; name: string; kind: string; members: string[] }[];
  requestCounts: Record<string, number>;
};

export type Action = { action_id: string; options?: { value: string }[] };

export function actionsOf(blocks: SlackMessage['blocks']): Action[] {
  return blocks.flatMap(({ type, elements }) =>
    type === 'actions' ? (elements ?? []).filter((one): one is Action => one.action_id !== 'zo_open_record') : [],
  );
}

/** So many employees that somebody looks first. */
export const largeFirm = 400;

/** Of the lead with this number. */
export function leadEmail(index: number): string {
  return `lead${index}@firm${index}.test`;
}

export async function allHandoffs(product: RunningProduct): Promise<Handoff[]> {
  const { handoffs } = await product.admin<{ handoffs: Handoff[] }>('GET', '/handoffs?limit=1000');
  return handoffs;
}

/** Whole numbers from the first up to, and without, the second. */
export function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
