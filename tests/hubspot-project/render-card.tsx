import { Input, Text } from '@hubspot/ui-extensions';
import { createRenderer, type RenderedChildNode } from '@hubspot/ui-extensions/testing';
import type { ContactCardAnswer } from '@zo/shared';
import { ProductActivityCard } from '../../hubspot-project/app/cards/product-activity/ProductActivityCard.tsx';

/** A busy machine renders late; what is awaited comes well before this. */
export const patience = { timeoutInMs: 5_000 };

export type Fetched = { url: string; options: { method?: string; body?: object } };

/** What `hubspot.fetch` does inside HubSpot: each call takes the next answer, and the last one serves for ever. */
export function answerFetch(...answers: (() => Promise<Response>)[]): Fetched[] {
  const calls: Fetched[] = [];
  const hsFetch = (url: string, options: Fetched['options']) => {
    calls.push({ url, options });
    const answer = answers[Math.min(calls.length, answers.length) - 1];
    return answer === undefined ? Promise.reject(new Error('no answer prepared')) : answer();
  };
  Object.assign(globalThis, { self: { hsFetch } });
  return calls;
}

export function json(answer: object, status = 200): () => Promise<Response> {
  return () => Promise.resolve(new Response(JSON.stringify(answer), { status }));
}

export function failing(message: string): () => Promise<Response> {
  return () => Promise.reject(new Error(message));
}

/** An answer to be given later, in any order. */
export function later(): { answer: () => Promise<Response>; give: (answer: ContactCardAnswer) => void } {
  const { promise, resolve } = Promise.withResolvers<Response>();
  return { answer: () => promise, give: (answer) => resolve(new Response(JSON.stringify(answer))) };
}

export function renderCard(variables: Record<string, string> = { BASE_URL: 'https://zo.test' }) {
  const renderer = createRenderer('crm.record.sidebar');
  Object.assign(renderer.mocks.context, { variables, crm: { objectId: 501, objectTypeId: '0-1' } });
  renderer.render(<ProductActivityCard refreshEveryMs={null} />);
  return renderer;
}

export type CardRenderer = ReturnType<typeof renderCard>;

/** Everything below the node, in order, one piece of text after the other. */
export function textIn(node: { childNodes: RenderedChildNode[] }): string {
  return node.childNodes.map((child) => ('childNodes' in child ? textIn(child) : child.text)).join(' ');
}

/** Everything the card says. */
export function textOf(renderer: CardRenderer): string {
  return textIn(renderer.getRootNode());
}

/** Types into the card's field. The testing library's types ask for the handler where it takes the handler's argument. */
export function typeInto(renderer: CardRenderer, text: string): Promise<void> {
  renderer.find(Input).trigger('onInput', text as never);
  return renderer.waitFor(() => expect(renderer.find(Input).props.value).toBe(text));
}

/** What the texts say whose test id begins so, in order. */
export function textsOf(renderer: CardRenderer, prefix: string): (string | null)[] {
  return renderer
    .findAll(Text)
    .filter(({ props }) => props.testId?.startsWith(prefix))
    .map(({ text }) => text);
}
