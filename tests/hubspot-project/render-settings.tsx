import { Alert, Button, LoadingButton, Tabs, Text } from '@hubspot/ui-extensions';
import { createRenderer, type RenderedChildNode } from '@hubspot/ui-extensions/testing';
import { jest } from '@jest/globals';
import { Settings } from '../../hubspot-project/app/settings/frame/Settings.tsx';
import { settingsAnswers } from '../../sandbox/card-preview/gallery/settings-answers.ts';

/** A busy machine renders late; what is awaited comes well before this. */
const patienceMs = 8_000;
jest.setTimeout(3 * patienceMs);

/** Looks again and again: the testing library's own waiting looks only when something is drawn. */
export async function until(check: () => void): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      check();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

export type Asked = { name: string; url: string; body: Record<string, unknown> | undefined };
type Answer = object | (() => Promise<Response>);

const usual: Record<string, Answer> = {
  playbook: settingsAnswers.playbook,
  hubspot: settingsAnswers.hubspot,
  connection: settingsAnswers.connection,
  slack: settingsAnswers.slack,
  keys: settingsAnswers.keys,
  people: settingsAnswers.people,
  privacy: settingsAnswers.privacy,
};

/** What `hubspot.fetch` does inside HubSpot, by the last part of the path; of several answers the last serves for ever. */
export function answerSettings(answers: Record<string, Answer | Answer[]> = {}): Asked[] {
  const calls: Asked[] = [];
  const times = new Map<string, number>();
  const hsFetch = (url: string, options: { body?: Record<string, unknown> }) => {
    const name = new URL(url).pathname.split('/').at(-1) ?? '';
    calls.push({ name, url, body: options.body });
    const time = times.get(name) ?? 0;
    times.set(name, time + 1);
    const prepared = answers[name] ?? usual[name];
    const all = Array.isArray(prepared) ? prepared : [prepared];
    const answer = all[Math.min(time, all.length - 1)];
    if (answer === undefined) return Promise.reject(new Error(`no answer prepared for ${name}`));
    return typeof answer === 'function' ? answer() : Promise.resolve(new Response(JSON.stringify(answer)));
  };
  Object.assign(globalThis, { self: { hsFetch } });
  return calls;
}

export function status(code: number): () => Promise<Response> {
  return () => Promise.resolve(new Response('{}', { status: code }));
}

export function failing(message: string): () => Promise<Response> {
  return () => Promise.reject(new Error(message));
}

/** An answer to be given later, in any order. */
export function later(): { answer: () => Promise<Response>; give: (answer: object) => void } {
  const { promise, resolve } = Promise.withResolvers<Response>();
  return { answer: () => promise, give: (answer) => resolve(new Response(JSON.stringify(answer))) };
}

export function renderSettings(variables: Record<string, string> = { BASE_URL: 'https://zo.test' }) {
  const renderer = createRenderer('settings');
  Object.assign(renderer.mocks.context, { variables });
  renderer.render(<Settings typingPauseMs={0} />);
  return renderer;
}

export type SettingsRenderer = ReturnType<typeof renderSettings>;

/** Everything below the node, in order, one piece of text after the other. */
export function textIn(node: { childNodes: RenderedChildNode[] }): string {
  return node.childNodes.map((child) => ('childNodes' in child ? textIn(child) : child.text)).join(' ');
}

export function textOf(page: SettingsRenderer): string {
  return textIn(page.getRootNode());
}

export function seesText(page: SettingsRenderer, words: string): Promise<void> {
  return until(() => expect(textOf(page)).toContain(words));
}

/** The testing library's types ask for the handler where it takes the handler's argument. */
export function trigger(
  node: { trigger: (name: never, ...values: never[]) => void },
  name: string,
  ...values: unknown[]
) {
  node.trigger(name as never, ...(values as never[]));
}

/** Chooses a tab of the page, or one of the playbook's parts. */
export async function choose(page: SettingsRenderer, tabId: string): Promise<void> {
  const isPart = !['playbook', 'hubspot', 'slack', 'keys', 'sample', 'privacy', 'people'].includes(tabId);
  await until(() => expect(page.findAll(Tabs).length).toBeGreaterThan(isPart ? 1 : 0));
  trigger(page.findAll(Tabs)[isPart ? 1 : 0]!, 'onSelectedChange', tabId);
}

function buttonsOf(page: SettingsRenderer) {
  return [...page.findAll(Button), ...page.findAll(LoadingButton)];
}

/** As soon as it is there and can be pressed. */
export async function press(page: SettingsRenderer, name: string): Promise<void> {
  const found = () =>
    buttonsOf(page).find((button) => textIn(button).trim() === name && button.props.disabled !== true);
  await until(() => expect([name, found() !== undefined]).toEqual([name, true]));
  trigger(found()!, 'onClick');
}

export function isDisabled(page: SettingsRenderer, name: string): boolean {
  return buttonsOf(page).find((button) => textIn(button).trim() === name)?.props.disabled === true;
}

export function buttonNames(page: SettingsRenderer): string[] {
  return buttonsOf(page).map((button) => textIn(button).trim());
}

/** What the texts say whose test id begins so. */
export function testText(page: SettingsRenderer, testId: string): string[] {
  return page
    .findAll(Text)
    .filter(({ props }) => props.testId?.startsWith(testId))
    .map((node) => textIn(node));
}

/** A tab with what it asked, by the last part of the path, and the titles of its notices. */
export async function openTab(tab: string, prepared: Parameters<typeof answerSettings>[0] = {}) {
  const calls = answerSettings(prepared);
  const page = renderSettings();
  await choose(page, tab);
  const asked = (name: string) => calls.filter((call) => call.name === name).map(({ body }) => body);
  const titles = () => page.findAll(Alert).map(({ props }) => props.title);
  return { page, calls, asked, titles };
}
