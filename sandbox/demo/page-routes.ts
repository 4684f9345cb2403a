/** What the page may ask for, and how such a request is read. */
import type { DraftView } from './page-state.ts';
import { type SalesDeed, salesDeeds } from './sales-deeds.ts';
import type { FilledIn, SlackRequests } from './slack-requests.ts';

export type PageRequests = SlackRequests & {
  act(userId: string, action: string): Promise<void>;
  signUp(form: { name: string; email: string; company: string }): Promise<void>;
  moveTime(by: { hours: number } | { days: number }): Promise<void>;
  /** Holds another definition against everybody, and changes nothing. */
  simulate(definition: string, signal: AbortSignal): Promise<DraftView>;
  /** Saves it as the version after `version`. */
  saveDefinition(definition: string, version: number): Promise<void>;
  /** What somebody of sales does with a contact in HubSpot. */
  doAsSales(contactId: string, deed: SalesDeed): Promise<void>;
};

/** Rejects, in words, what makes no sense. */
export async function performRequest(
  pathname: string,
  body: Record<string, unknown>,
  requests: PageRequests,
  signal: AbortSignal,
): Promise<unknown> {
  const text = (name: string) => {
    const value = body[name];
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    throw new Error(`"${name}" is missing.`);
  };
  switch (pathname) {
    case '/api/act':
      return requests.act(text('userId'), text('action'));
    case '/api/sign-up':
      return requests.signUp({ name: text('name'), email: text('email').toLowerCase(), company: text('company') });
    case '/api/time':
      if (typeof body.hours === 'number' && body.hours > 0) return requests.moveTime({ hours: body.hours });
      if (typeof body.days === 'number' && body.days > 0) return requests.moveTime({ days: body.days });
      throw new Error('Time moves forward by hours or by days.');
    case '/api/draft':
      return requests.simulate(typeof body.definition === 'string' ? body.definition : '', signal);
    case '/api/definition':
      if (typeof body.version !== 'number') throw new Error('"version" is missing.');
      return requests.saveDefinition(text('definition'), body.version);
    case '/api/sales': {
      const deed = salesDeeds.find((one) => one === body.deed);
      if (deed === undefined) throw new Error(`"deed" must be one of: ${salesDeeds.join(', ')}.`);
      return requests.doAsSales(text('contactId'), deed);
    }
    case '/api/slack/click': {
      const { blockId, option } = body;
      return requests.click({
        channel: text('channel'),
        ts: text('ts'),
        user: text('user'),
        actionId: text('actionId'),
        ...(typeof blockId === 'string' ? { blockId } : {}),
        ...(typeof option === 'string' ? { option } : {}),
      });
    }
    case '/api/slack/submit':
      return requests.submitModal({ viewId: text('viewId'), user: text('user'), values: readValues(body.values) });
    case '/api/slack/close':
      return requests.closeModal({ viewId: text('viewId'), user: text('user') });
    case '/api/slack/dismiss':
      return requests.dismiss({ channel: text('channel'), ts: text('ts'), user: text('user') });
    default:
      throw new Error(`There is nothing at ${pathname}.`);
  }
}

function readValues(value: unknown): FilledIn {
  const isRecord = (one: unknown) => typeof one === 'object' && one !== null && !Array.isArray(one);
  const isFilledIn =
    isRecord(value) &&
    Object.values(value as object).every(
      (fields) => isRecord(fields) && Object.values(fields).every((field) => typeof field === 'string'),
    );
  if (isFilledIn) return value as FilledIn;
  throw new Error('"values" are texts by block id and action id.');
}
