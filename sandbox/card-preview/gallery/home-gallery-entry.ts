/** One state of the home page (see draw-page-gallery.ts). */
import '../browser/home-element.tsx';
import { answerFetchWith, type HubspotFetch } from '../browser/host.ts';
import { chosenState, drawPageGallery } from './draw-page-gallery.ts';
import { homeStates } from './home-states.ts';
import { exportOf, pageOf } from './home-tables.ts';
import { behave } from './json-answer.ts';

const state = chosenState(homeStates);
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

drawPageGallery('home-preview', homeStates, state);
