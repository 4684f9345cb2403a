import { Button } from '@hubspot/ui-extensions';
import { createRenderer } from '@hubspot/ui-extensions/testing';
import { HomePage } from '../../../hubspot-project/app/pages/home/HomePage.tsx';
import { homeAnswers } from '../../../sandbox/card-preview/gallery/home-answers.ts';
import { exportOf, pageOf } from '../../../sandbox/card-preview/gallery/home-tables.ts';
import { type Fetched, json, textIn } from '../render-card.tsx';

type Give = () => Promise<Response>;
type Answers = {
  home?: Give[];
  decision?: Give[];
  table?: Give;
};

/**
 * `hubspot.fetch` for the home page: each path has answers of its own, the last of which serves for ever. Tables and files are
 * answered as the gallery does, about a usual day.
 */
export function answerHome({ home = [json(homeAnswers.usual)], decision = [], table }: Answers = {}): Fetched[] {
  const calls: Fetched[] = [];
  const count = (path: string) => calls.filter(({ url }) => new URL(url).pathname === path).length;
  const hsFetch = (url: string, options: Fetched['options']): Promise<Response> => {
    calls.push({ url, options });
    const { pathname, searchParams } = new URL(url);
    const next = (answers: Give[]) => answers[Math.min(count(pathname), answers.length) - 1]!();
    if (pathname === '/app/home') return next(home);
    if (pathname === '/app/handoff-command') return next(decision);
    const asked = Object.values(homeAnswers.usual.tables).find(({ name }) => name === searchParams.get('name'))!;
    if (pathname === '/app/home/export') return json(exportOf(asked))();
    return table === undefined ? json(pageOf(asked, searchParams))() : table();
  };
  Object.assign(globalThis, { self: { hsFetch } });
  return calls;
}

export function renderHome(variables: Record<string, string> = { BASE_URL: 'https://zo.test' }) {
  const renderer = createRenderer('pages');
  Object.assign(renderer.mocks.context, { variables });
  renderer.render(<HomePage refreshEveryMs={null} />);
  return renderer;
}

export type HomeRenderer = ReturnType<typeof renderHome>;

export function textOfHome(renderer: HomeRenderer): string {
  return textIn(renderer.getRootNode());
}

export function pathsOf(calls: readonly Fetched[]): string[] {
  return calls.map(({ url }) => url.replace('https://zo.test', ''));
}

/** The buttons of this name, in order. */
export function buttonsOf(renderer: HomeRenderer, name: string) {
  return renderer.findAll(Button).filter(({ text }) => text === name);
}

export function press(renderer: HomeRenderer, name: string): void {
  const [button] = buttonsOf(renderer, name);
  if (button === undefined) throw new Error(`there is no button ${name}`);
  button.trigger('onClick');
}
