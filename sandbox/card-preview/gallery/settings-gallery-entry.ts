/** One state of the settings page, chosen by `?only=Conflict`; the first unless said otherwise. `&width=` as wide as wanted. */
import '../browser/settings-element.tsx';
import { answerFetchWith, type HubspotFetch } from '../browser/host.ts';
import { type Behaviour, settingsStates, usualAnswers } from './settings-states.ts';

const query = new URLSearchParams(location.search);
const state = settingsStates.find(({ title }) => title === query.get('only')) ?? settingsStates[0]!;

const asked = new Set<string>();

answerFetchWith((...[url]: Parameters<HubspotFetch>) => {
  const name = new URL(url).pathname.split('/').at(-1) ?? '';
  const isLater = asked.has(name);
  asked.add(name);
  return behave((isLater ? state.later?.[name] : undefined) ?? state.answers?.[name] ?? usualAnswers[name]);
});

function behave(behaviour: Behaviour | undefined): Promise<Response> {
  if (behaviour === 'silence') return new Promise<Response>(() => {});
  if (behaviour === 'refusal') return json({}, 401);
  if (behaviour === undefined || behaviour === 'failure') return json({}, 503);
  return json(behaviour as object);
}

function json(body: object, status = 200): Promise<Response> {
  return Promise.resolve(new Response(JSON.stringify(body), { status }));
}

const preview = document.createElement('settings-preview');
const section = document.createElement('section');
section.setAttribute('aria-label', state.title);
const heading = document.createElement('h2');
heading.textContent = state.title;
section.append(heading, preview);
const gallery = document.querySelector<HTMLElement>('#gallery');
if (query.has('width')) gallery?.style.setProperty('max-width', `${Number(query.get('width'))}px`);
gallery?.append(section);

for (const { title } of settingsStates) {
  const link = document.createElement('a');
  link.href = `?only=${encodeURIComponent(title)}`;
  link.textContent = title;
  if (title === state.title) link.setAttribute('aria-current', 'page');
  document.querySelector('#states')?.append(link);
}

/** Presses what is named as soon as it is there and can be pressed. */
async function press(names: readonly string[]): Promise<void> {
  for (const name of names) {
    for (;;) {
      const buttons = [...(preview.shadowRoot?.querySelectorAll('button') ?? [])];
      const button = buttons.find((one) => one.textContent?.trim() === name && !one.disabled);
      if (button !== undefined) {
        button.click();
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  section.setAttribute('data-pressed', 'all');
}

void press(state.presses ?? []);
