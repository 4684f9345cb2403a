import type { CardPreview } from '../../../sandbox/card-preview/card-preview.ts';
import { type PageServer, servePage } from '../../../sandbox/demo/page-server.ts';
import type { PageState } from '../../../sandbox/demo/page-state.ts';

const state: PageState = {
  offsetMs: 0,
  timeZone: 'Europe/Berlin',
  enrolmentDelayMs: 5000,
  story: [],
  contacts: [],
  flows: [],
  slack: { names: {}, people: [], conversations: [], messages: [], modals: [] },
  playbook: { version: 1, definition: 'A free user becomes an SQL when activated' },
  product: { people: [], actions: [] },
  latencies: {
    of: null,
    eventToPropertyMs: null,
    propertyToActionMs: null,
    actionToSlackMs: null,
    companyIsNew: false,
  },
  problems: [],
};

let page: PageServer;
let shown: PageState;
const asked: unknown[] = [];

const preview: CardPreview = {
  read: async (pathname) => (pathname === '/card-preview/card.js' ? { type: 'text/javascript', text: 'card' } : null),
  fetch: async ({ url }) => Response.json({ asked: url }, { status: 401 }),
};

beforeEach(async () => {
  shown = state;
  asked.length = 0;
  page = await servePage(
    () => shown,
    {
      act: async (...args) => void asked.push(args),
      signUp: async (form) => void asked.push(form),
      moveTime: async (by) => void asked.push(by),
      simulate: async (definition) => ({
        outcome: 'mistaken',
        message: `"${definition}" is no sentence`,
        hint: '',
        line: 1,
        column: 1,
        length: 1,
      }),
      saveDefinition: async (...args) => void asked.push(args),
      doAsSales: async (...args) => void asked.push(args),
      click: async (click) => {
        asked.push(click);
        if (click.actionId === 'late') throw new Error('Zo Handoff did not take it: operation_timeout');
      },
      submitModal: async (modal) => {
        asked.push(modal);
        return { closed: false, errors: { why: 'Ask her first' }, trouble: null };
      },
      closeModal: async (modal) => void asked.push(modal),
      dismiss: async (message) => void asked.push(message),
    },
    preview,
  );
});
afterEach(() => page.close());

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(new URL(path, page.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

it('sends the state to an open page at once and after a change', async () => {
  const stream = await fetch(new URL('events', page.url));
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader.read()).value).toContain('"problems":[]');
  shown = { ...state, problems: ['the backend has ended'] };
  page.changed();
  page.changed();
  expect((await reader.read()).value).toContain('the backend has ended');
  await reader.cancel();
});

it('does what a button asks for, with tidy values', async () => {
  expect((await post('/api/act', { userId: 'u', action: 'report' })).status).toBe(200);
  expect((await post('/api/sign-up', { name: ' Noor ', email: 'Noor@X.test', company: 'X' })).status).toBe(200);
  expect((await post('/api/time', { days: 14 })).status).toBe(200);
  expect((await post('/api/sales', { contactId: '501', deed: 'call' })).status).toBe(200);
  expect(asked).toEqual([
    ['u', 'report'],
    { name: 'Noor', email: 'noor@x.test', company: 'X' },
    { days: 14 },
    ['501', 'call'],
  ]);
});

it('answers what a draft would do, and saves it over the version it was made from', async () => {
  const answer = await post('/api/draft', { definition: 'when' });
  expect([answer.status, await answer.json()]).toMatchObject([200, { message: '"when" is no sentence' }]);
  expect((await post('/api/definition', { definition: 'when activated', version: 3 })).status).toBe(200);
  expect(asked).toEqual([['when activated', 3]]);
});

it('passes on what a person does in Slack', async () => {
  const message = { channel: 'C', ts: '1', user: 'U' };
  const click = { ...message, actionId: 'snooze', blockId: 'b', option: '60' };
  expect((await post('/api/slack/click', click)).status).toBe(200);
  expect((await post('/api/slack/dismiss', message)).status).toBe(200);
  const modal = { viewId: 'V', user: 'U' };
  const submitted = { ...modal, values: { why: { reason: '' } } };
  const answer = await post('/api/slack/submit', submitted);
  expect(await answer.json()).toEqual({ closed: false, errors: { why: 'Ask her first' }, trouble: null });
  expect((await post('/api/slack/close', modal)).status).toBe(200);
  expect(asked).toEqual([click, message, submitted, modal]);
});

it('says why a click was not taken', async () => {
  const late = { channel: 'C', ts: '1', user: 'U', actionId: 'late' };
  const answer = await post('/api/slack/click', late);
  expect([answer.status, await answer.json()]).toEqual([
    422,
    { message: 'Zo Handoff did not take it: operation_timeout' },
  ]);
});

it.each([
  ['/api/definition', { definition: 'when activated' }, '"version" is missing.'],
  ['/api/act', { userId: 'u' }, '"action" is missing.'],
  ['/api/time', { days: -1 }, 'Time moves forward by hours or by days.'],
  ['/api/sales', { contactId: '501', deed: 'fax' }, '"deed" must be one of: call, meeting, deal.'],
  ['/api/slack/click', { channel: 'C', ts: '1', actionId: 'a' }, '"user" is missing.'],
  [
    '/api/slack/submit',
    { viewId: 'V', user: 'U', values: { a: 'x' } },
    '"values" are texts by block id and action id.',
  ],
  ['/api/other', {}, 'There is nothing at /api/other.'],
])('refuses %s %j in words', async (path, body, message) => {
  const response = await post(path, body);
  expect({ status: response.status, body: await response.json() }).toEqual({ status: 422, body: { message } });
  expect(asked).toEqual([]);
});

it('refuses another site’s page', async () => {
  const response = await post('/api/time', { days: 1 }, { origin: 'https://elsewhere.test' });
  expect(response.status).toBe(403);
  expect((await post('/api/time', { days: 1 }, { 'content-type': 'text/plain' })).status).toBe(415);
  expect(asked).toEqual([]);
});

it('serves files of the page’s folder only', async () => {
  for (const path of ['/', '/style.css', '/icon.svg', '/slack/slack-panel.ts']) {
    expect((await fetch(new URL(path, page.url))).status).toBe(200);
  }
  const elsewhere = ['/..%2fdemo%2fmain.ts', '/slack/..%2f..%2fdemo%2fmain.ts', '/%2e%2e/demo/main.ts'];
  for (const path of [...elsewhere, '/tsconfig.json', '/missing.css']) {
    expect((await fetch(new URL(path, page.url))).status).toBe(404);
  }
});

it('serves the card, and passes on what the card asks with the status it was answered', async () => {
  const script = await fetch(new URL('card-preview/card.js', page.url));
  expect([script.status, await script.text()]).toEqual([200, 'card']);
  expect((await fetch(new URL('card-preview/none', page.url))).status).toBe(404);
  const answer = await post('card-preview/fetch', { url: 'https://zo.test/app' });
  expect([answer.status, await answer.json()]).toEqual([401, { asked: 'https://zo.test/app' }]);
});
