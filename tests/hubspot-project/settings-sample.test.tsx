import { Alert } from '@hubspot/ui-extensions';
import { loadedSample, loadingSample, noSample } from '../../sandbox/card-preview/gallery/sample-answers.ts';
import {
  answerSettings,
  buttonNames,
  choose,
  failing,
  press,
  renderSettings,
  seesText,
  textOf,
  until,
} from './render-settings.tsx';

async function open(...answers: (object | (() => Promise<Response>))[]) {
  const calls = answerSettings({ 'sample-activity': answers });
  const page = renderSettings();
  await choose(page, 'sample');
  const pressed = () => calls.flatMap(({ name, body }) => (name === 'sample-activity' && body ? [body] : []));
  const titles = () => page.findAll(Alert).map(({ props }) => props.title);
  return { page, pressed, titles };
}

const idempotencyKey = expect.stringMatching(/^[\w-]{8,100}$/);

it('is loaded by one press, watched while it comes, and then removed by one', async () => {
  const { page, pressed } = await open(noSample, loadingSample, loadingSample, loadedSample);
  await press(page, 'Load sample activity');
  await seesText(page, 'Waiting: the contact, on its way to HubSpot');
  await seesText(page, 'score 65, 4 of 4 conditions; a real person would be ready');
  await press(page, 'Remove sample activity');
  await until(() =>
    expect(pressed()).toEqual([
      { action: 'load', idempotencyKey },
      { action: 'remove', idempotencyKey },
    ]),
  );
});

it('offers nothing to those who may only look', async () => {
  const { page } = await open({ ...loadedSample, mayChange: false });
  await seesText(page, '4 of 4 conditions');
  expect(buttonNames(page)).toEqual(['Look again']);
});

it('says why it was refused', async () => {
  const reason = 'You may look, and not change anything';
  const { page, titles } = await open(noSample, { status: 'not allowed', asOf: noSample.asOf, reason }, noSample);
  await press(page, 'Load sample activity');
  await seesText(page, `${reason}.`);
  expect(titles()).toEqual(['Nothing was done']);
});

it('asks with the same key again when no answer came', async () => {
  const { page, pressed } = await open(noSample, failing('offline'), loadedSample);
  await press(page, 'Load sample activity');
  await press(page, 'Ask again');
  await seesText(page, '4 of 4 conditions');
  expect(new Set(pressed().map((one) => one.idempotencyKey)).size).toBe(1);
  expect(pressed()).toHaveLength(2);
});

it('what the story could not meet is listed', async () => {
  const { page } = await open({ ...loadedSample, unmet: ['Region is EMEA: only HubSpot can say so'] });
  await seesText(page, 'Not met: Region is EMEA');
  expect(textOf(page)).not.toContain('Waiting');
});
