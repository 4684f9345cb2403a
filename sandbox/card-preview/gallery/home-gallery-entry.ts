/** One state of the home page, chosen by `?only=Empty portal`; the first unless said otherwise. `&width=` as wide as wanted. */
import '../browser/home-element.tsx';
import { answerFetchWith, type HubspotFetch } from '../browser/host.ts';
import { type HomeBehaviour, homeStates } from './home-states.ts';
import { exportOf, pageOf } from './home-tables.ts';

const query = new URLSearchParams(location.search);
const state = homeStates.find(({ title }) => title === query.get('only')) ?? homeStates[0]!;
let asked = 0;

answerFetchWith((...[url]: Parameters<HubspotFetch>) => {
  const { pathname, searchParams } = new URL(url);
  const { home, decision } = state;
  if (pathname.endsWith('/handoff-command')) return behave(decision ?? 'failure');
  if (pathname.endsWith('/home')) {
    asked += 1;
    return behave(asked > 1 && state.later !== undefined ? state.later : home);
  }
  if (typeof home === 'string' || home.status !== 'ready') return behave('failure');
  const table = Object.values(home.tables).find(({ name }) => name === searchParams.get('name'))!;
  return behave(pathname.endsWith('/export') ? exportOf(table) : pageOf(table, searchParams));
});

function behave(behaviour: HomeBehaviour | object): Promise<Response> {
  if (behaviour === 'silence') return new Promise<Response>(() => {});
  if (behaviour === 'refusal') return json({}, 401);
  if (behaviour === 'failure') return json({}, 503);
  return json(behaviour as object);
}

function json(body: object, status = 200): Promise<Response> {
  return Promise.resolve(new Response(JSON.stringify(body), { status }));
}

const preview = document.createElement('home-preview');
preview.setAttribute('portal-id', '4711');
const section = document.createElement('section');
section.setAttribute('aria-label', state.title);
const heading = document.createElement('h2');
heading.textContent = state.title;
section.append(heading, preview);
const gallery = document.querySelector<HTMLElement>('#gallery');
if (query.has('width')) gallery?.style.setProperty('max-width', `${Number(query.get('width'))}px`);
gallery?.append(section);

for (const { title } of homeStates) {
  const link = document.createElement('a');
  link.href = `?only=${encodeURIComponent(title)}`;
  link.textContent = title;
  if (title === state.title) link.setAttribute('aria-current', 'page');
  document.querySelector('#states')?.append(link);
}
