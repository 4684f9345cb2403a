import { Select, Tabs, TextArea } from '@hubspot/ui-extensions';
import { firstRunTitles, recipes } from '@zo/shared';
import { settingsAnswers as answers } from '../../sandbox/card-preview/gallery/settings-answers.ts';
import {
  answerSettings,
  buttonNames,
  isDisabled,
  openTab,
  press,
  renderSettings,
  seesText,
  textOf,
  trigger,
  until,
} from './render-settings.tsx';

const requestId = expect.stringMatching(/^[\w-]{8,64}$/);
const recipeText = (page: ReturnType<typeof renderSettings>) =>
  page.findAll(TextArea).find(({ props }) => props.name === 'recipe text')?.props.value;

describe('the tab that opens', () => {
  it('is Set up while something is to do', async () => {
    answerSettings({ 'first-run': answers.justInstalled });
    const page = renderSettings();
    await seesText(page, 'Seven steps to a first alert');
    expect(page.findAll(Tabs)[0]?.props.selected).toBe('set-up');
  });

  it.each([
    ['nothing is left to do', answers.firstRun],
    ['somebody may only look', answers.firstRunOfViewer],
    ['the account is not connected', answers.notConnected],
  ])('is the playbook when %s', async (_what, answer) => {
    const calls = answerSettings({ 'first-run': answer });
    const page = renderSettings();
    await seesText(page, 'Version 4, saved by ops@acme.test');
    await until(() => expect(calls.map(({ name }) => name)).toContain('first-run'));
    // It would be another as soon as the answer was drawn.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(page.findAll(Tabs)[0]?.props.selected).toBe('playbook');
  });
});

it.each([
  ['justInstalled', 'To do', 'Review the playbook first.'],
  ['underWay', 'Waiting', 'It goes to #pql-handoff, marked as a test; nobody is mentioned.'],
  ['problems', 'Problem', 'Not connected to Acme any more: somebody removed the app'],
  ['firstRun', 'Done', 'Everything is set up.'],
] as const)('%s: every step is there in order, with its state in words', async (name, state, words) => {
  const { page } = await openTab('set-up', { 'first-run': answers[name] });
  await seesText(page, state);
  const text = textOf(page);
  expect(text).toContain(words);
  const places = Object.values(firstRunTitles).map((title, index) => text.indexOf(`${index + 1}. ${title}`));
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(places[0]).toBeGreaterThan(-1);
  for (const step of answers[name].steps) expect(text).toContain(step.words);
});

it('what needs an earlier step cannot be pressed', async () => {
  const { page } = await openTab('set-up', { 'first-run': answers.justInstalled });
  await seesText(page, 'Provision HubSpot');
  for (const name of ['Provision HubSpot', 'Send a test alert', 'Go to going live']) {
    expect([name, isDisabled(page, name)]).toEqual([name, true]);
  }
});

it('who may only look can go to the other tabs and change nothing', async () => {
  const { page } = await openTab('set-up', { 'first-run': answers.firstRunOfViewer });
  await seesText(page, '7. Go live');
  const names = buttonNames(page).filter((name) => !/^(Show|Look|Go to|Copy)/.test(name));
  expect(names).toEqual([]);
});

it('the first event appears by itself', async () => {
  const { page, asked } = await openTab('set-up', { 'first-run': [answers.underWay, answers.firstRun] });
  await seesText(page, 'First event received Tue 09:40 Berlin.');
  expect(asked('first-run').length).toBeGreaterThan(1);
}, 20_000);

it('a key is made once, shown once, and stands in the recipes of its kind only', async () => {
  const { page, asked } = await openTab('set-up', { 'first-run': answers.underWay, make: answers.madeKey });
  await until(() => expect(recipeText(page)).toContain('YOUR_WRITE_KEY'));
  expect(recipeText(page)).toContain('https://zo.acme.test');
  await press(page, 'Make a key for servers');
  await until(() => expect(recipeText(page)).toContain(answers.madeKey.writeKey));
  expect(asked('make')).toEqual([{ requestId, source: 'server', name: 'Segment, SDK for Node' }]);
  const choose = (name: string) => trigger(page.find(Select), 'onChange', name);
  for (const { name, source, label } of recipes) {
    choose(name);
    await until(() => expect(page.find(Select).props.value).toBe(name));
    const text = String(recipeText(page));
    expect([label, text.includes(answers.madeKey.writeKey)]).toEqual([label, source === 'server']);
    expect(text).toContain('https://zo.acme.test');
  }
});

it('the shipped playbook is saved by a press, as version 1', async () => {
  const { page, asked } = await openTab('set-up', {
    'first-run': [answers.justInstalled, answers.underWay],
    save: { status: 'saved', version: 1, changes: '' },
  });
  await press(page, 'Save it as version 1');
  await seesText(page, 'Version 4, saved by ops@acme.test: A free user');
  expect(asked('save')).toEqual([
    {
      requestId,
      source: answers.justInstalled.starter.source,
      expectedVersion: 0,
      reason: 'the shipped playbook, to begin with',
      alertReady: false,
      allowEveryone: false,
    },
  ]);
});

it('the shipped playbook that cannot be saved says why, with its places', async () => {
  const problems = answers.wrong.checked.problems;
  const { page } = await openTab('set-up', {
    'first-run': answers.justInstalled,
    save: { status: 'invalid', problems },
  });
  await press(page, 'Save it as version 1');
  await seesText(page, `(line ${problems[0]!.line}, column ${problems[0]!.column})`);
});

it('provisioning makes what is needed and switches nothing on; a test alert is sent once', async () => {
  const { page, asked, titles } = await openTab('set-up', {
    'first-run': answers.underWay,
    provision: [{ status: 'still working', words: 'Step 1 of 4: create' }, answers.provisioned],
    'test-alert': answers.testAlertSent,
  });
  await press(page, 'Provision HubSpot');
  await until(() => expect(asked('provision')).toHaveLength(2));
  expect(asked('provision')[0]).toEqual({ requestId, goLive: false, force: [] });
  expect(asked('provision')[1]).toEqual(asked('provision')[0]);
  await press(page, 'Send a test alert');
  await until(() => expect(titles()).toContain('A test alert is in #pql-handoff'));
  expect(asked('test-alert')).toEqual([{ requestId }]);
}, 20_000);

it('a refused test alert says why', async () => {
  const { page, titles } = await openTab('set-up', {
    'first-run': answers.underWay,
    'test-alert': { status: 'refused', reason: 'the app is not in the channel (/invite @Zo)' },
  });
  await press(page, 'Send a test alert');
  await until(() => expect(titles()).toContain('The test alert did not arrive'));
  expect(textOf(page)).toContain('/invite @Zo');
});

it('going live is done where it says what it does: under HubSpot', async () => {
  const { page } = await openTab('set-up', { 'first-run': { ...answers.firstRun } });
  await press(page, 'Go to going live');
  await seesText(page, 'Watch mode');
});
