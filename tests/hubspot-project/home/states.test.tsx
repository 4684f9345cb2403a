import { Accordion, Alert, Button, EmptyState, ErrorState, LoadingSpinner, StatusTag } from '@hubspot/ui-extensions';
import { homeAnswers } from '../../../sandbox/card-preview/gallery/home-answers.ts';
import { failing, json, patience, textIn } from '../render-card.tsx';
import { answerHome, pathsOf, press, renderHome, textOfHome } from './render-home.tsx';

it('shows that it loads until the one answer is there', async () => {
  const { promise, resolve } = Promise.withResolvers<Response>();
  const calls = answerHome({ home: [() => promise] });
  const page = renderHome();
  expect(page.find(LoadingSpinner).props.label).toBe('Loading Zo Handoff');
  resolve(new Response(JSON.stringify(homeAnswers.usual)));
  await page.waitFor(() => page.find(StatusTag), patience);
  expect(pathsOf(calls)).toEqual(['/app/home']);
});

it('shows a usual day, top down, from one answer', async () => {
  const calls = answerHome();
  const page = renderHome();
  await page.waitFor(() => expect(page.find(StatusTag).text).toBe('Everything works'), patience);
  const text = textOfHome(page);
  const parts = [
    'Today',
    'Sarah Chen',
    'Waiting for review',
    'Omar Haddad',
    'Near misses',
    'Jonas Weber',
    '1 more active user (has 1, needs 2)',
    'First calls',
    'Funnel',
    'Fair shares',
    'Alarms and health',
  ];
  const places = parts.map((part) => text.indexOf(part));
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(places).not.toContain(-1);
  expect(calls).toHaveLength(1);
});

it.each<[string, keyof typeof homeAnswers, string[]]>([
  [
    'an empty portal',
    'empty',
    [
      'No event has reached us',
      'No handoff today yet, and none is overdue or waits for an owner.',
      'Nobody waits for a review.',
      'Nobody has signed up yet.',
    ],
  ],
  ['watch mode', 'watchMode', ['Watch mode: nobody is alerted', 'Go live in the settings']],
  [
    'a portal without workflows',
    'noWorkflow',
    ['HubSpot’s workflow is not in place', '1 thing needs you', 'Press Provision HubSpot in the settings'],
  ],
  [
    'a revoked Slack',
    'revokedSlack',
    ['1 thing needs you', 'token_revoked', 'reinstall the Slack app', 'Tell the owner yourself'],
  ],
  [
    '10,000 handoffs',
    'large',
    ['the first 100', '2,388 of 10,000', '1,002,000', 'more than 10,000, the oldest from 4 min ago'],
  ],
  ['what is still being counted', 'counting', ['Counting first calls', 'Counting everybody', 'Checking']],
])('%s', async (_, name, words) => {
  answerHome({ home: [json(homeAnswers[name])] });
  const page = renderHome();
  await page.waitFor(() => page.find(StatusTag), patience);
  const shown = [
    textOfHome(page),
    ...page.findAll(Alert).map(({ props }) => props.title),
    ...page.findAll(LoadingSpinner).map(({ props }) => props.label),
    ...page.getRootNode().toString().split('\n'),
  ].join('\n');
  for (const word of words) expect(shown).toContain(word);
});

describe('when it cannot be loaded', () => {
  it.each<[string, () => Promise<Response>, string, string]>([
    ['nothing answers', failing('timed out'), 'Zo Handoff cannot be reached right now', 'timed out'],
    ['the backend fails', json({}, 503), 'Zo Handoff cannot be reached right now', 'answered 503'],
    ['the backend refuses', json({}, 401), 'Zo Handoff does not accept this account', 'HUBSPOT_CLIENT_SECRET'],
    ['a login page answers', async () => new Response('<html>'), 'This page cannot be shown', 'BASE_URL'],
  ])('%s: says what to do and where a developer looks', async (_, answer, title, detail) => {
    answerHome({ home: [answer] });
    const page = renderHome();
    await page.waitFor(() => expect(page.find(ErrorState).props.title).toBe(title), patience);
    expect(textIn(page.find(Accordion))).toContain(detail);
  });

  it('says so when the app was uploaded without the backend’s address, and asks nobody', async () => {
    const calls = answerHome();
    const page = renderHome({});
    await page.waitFor(() => expect(page.find(ErrorState).props.title).toBe('This page is not set up'), patience);
    expect(calls).toEqual([]);
  });

  it('recovers by trying again', async () => {
    answerHome({ home: [failing('timed out'), json(homeAnswers.usual)] });
    const page = renderHome();
    await page.waitFor(() => page.find(ErrorState), patience);
    page.find(Button).trigger('onClick');
    await page.waitFor(() => page.find(StatusTag), patience);
  });
});

it.each([
  ['portal', 'Zo Handoff is not connected'],
  ['playbook', 'No playbook yet'],
])('says what is missing: %s', async (missing, title) => {
  answerHome({ home: [json({ status: 'not connected', missing })] });
  const page = renderHome();
  await page.waitFor(() => expect(page.find(EmptyState).props.title).toBe(title), patience);
});

it('keeps what it shows while a refresh fails, and says that it is stale', async () => {
  answerHome({ home: [json(homeAnswers.usual), failing('timed out')] });
  const page = renderHome();
  await page.waitFor(() => page.find(StatusTag), patience);
  press(page, 'Refresh');
  await page.waitFor(() => expect(page.find(Alert).props.title).toBe('Not up to date: as of 10:00:00'), patience);
  expect(textOfHome(page)).toContain('Jonas Weber');
});
