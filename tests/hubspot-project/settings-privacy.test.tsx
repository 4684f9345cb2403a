import { Alert, Form, Input } from '@hubspot/ui-extensions';
import { settingsAnswers as answers } from '../../sandbox/card-preview/gallery/settings-answers.ts';
import {
  answerSettings,
  buttonNames,
  choose,
  isDisabled,
  press,
  renderSettings,
  seesText,
  textOf,
  trigger,
  until,
} from './render-settings.tsx';

const requestId = expect.stringMatching(/^[\w-]{8,64}$/);
const days = { events: 90, messageIds: 14, receipts: 730, audit: 730, messages: 180, people: null };

async function open(prepared: Parameters<typeof answerSettings>[0] = {}) {
  const calls = answerSettings(prepared);
  const page = renderSettings();
  await choose(page, 'privacy');
  await seesText(page, 'In days, or');
  const asked = (name: string) => calls.filter((call) => call.name === name).map(({ body }) => body);
  const titles = () => page.findAll(Alert).map(({ props }) => props.title);
  const input = (name: string) => page.findAll(Input).find(({ props }) => props.name === name)!;
  return { page, asked, titles, input };
}

it('shows how long what is kept, saves what was changed alone, and asks again', async () => {
  const { page, asked, titles, input } = await open({ retention: { status: 'done', days } });
  expect(input('kept events').props.value).toBe('90');
  expect(input('kept people').props.value).toBe('for ever');
  trigger(input('kept people'), 'onInput', '365');
  trigger(input('kept receipts'), 'onInput', 'For ever');
  await until(() => expect(isDisabled(page, 'Save')).toBe(false));
  trigger(page.findAll(Form)[0]!, 'onSubmit');
  await until(() => expect(titles()).toEqual(['Saved: what is older goes within the hour']));
  expect(asked('retention')).toEqual([{ requestId, days: { people: 365, receipts: null } }]);
  expect(asked('privacy')).toHaveLength(2);
});

it('says why days cannot be, before anything is sent', async () => {
  const { page, input } = await open();
  trigger(input('kept events'), 'onInput', '20');
  await until(() => expect(input('kept events').props.validationMessage).toContain('at least 30 days'));
  trigger(input('kept events'), 'onInput', 'for ever');
  await until(() => expect(input('kept events').props.validationMessage).toContain('cannot be kept for ever'));
  trigger(input('kept audit'), 'onInput', 'soon');
  await until(() => expect(input('kept audit').props.validationMessage).toContain('a whole number of days'));
  expect(isDisabled(page, 'Save')).toBe(true);
});

it('offers the names that came, and takes one away again', async () => {
  const { page, asked, titles } = await open({ 'allow-list': { status: 'done', allowed: [] } });
  expect(textOf(page)).toContain('properties.amount: in 1,204 messages');
  await press(page, 'Keep properties.amount');
  await until(() => expect(titles()).toEqual(['Saved: it counts for events from now on']));
  await press(page, 'No longer keep traits.jobTitle');
  await until(() => expect(asked('allow-list')).toHaveLength(2));
  expect(asked('allow-list')).toEqual([
    { requestId, allowed: ['traits.jobTitle', 'properties.amount'] },
    { requestId, allowed: [] },
  ]);
});

it('is told and not changed by whoever may only look', async () => {
  const { page } = await open({ privacy: answers.privacyOfViewer });
  expect(textOf(page)).toContain('Raw events: 90 days');
  expect(textOf(page)).toContain('traits.jobTitle');
  expect(buttonNames(page)).toEqual([]);
});
