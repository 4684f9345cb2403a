/** Acting in the Slack panel, in a real Chromium over the real local Slack: people press, choose, confirm and fill in. */
import { seriousViolations } from './axe.ts';
import { answerWithModal, maria, postAlert, tom } from './slack-alert.ts';
import { openSlackPage, type SlackPage } from './slack-page.ts';

let here: SlackPage;
beforeAll(async () => {
  here = await openSlackPage();
}, 60_000);
afterAll(() => here?.close(), 30_000);
beforeEach(() => here.reset());

it('presses as whoever is signed in, by mouse and by keyboard', async () => {
  const { slack, page } = here;
  const { button } = await postAlert(here, 'Press me');
  await button('Claim').click();
  await here.arrived(1);
  await page.locator('#slack-person-picker').selectOption('Tom');
  await button('Claim').focus();
  await page.keyboard.press('Enter');
  await here.arrived(2);
  expect(slack.received.map(({ payload }) => payload.user)).toMatchObject([{ id: maria }, { id: tom }]);
  await page.locator('#announcer', { hasText: 'Claim: pressed.' }).waitFor({ state: 'attached' });
  expect(await here.focused()).toBe('Claim');
}, 60_000);

it('chooses from a menu by keyboard, and sends nothing before it is chosen', async () => {
  const { slack, page } = here;
  const { button } = await postAlert(here, 'Choose');
  await button('Snooze').focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('menuitem', { name: '1 hour' }).waitFor();
  await page.keyboard.press('ArrowDown');
  expect(await here.focused()).toBe('Tomorrow');
  expect(await seriousViolations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await here.focused()).toContain('Snooze');
  expect(slack.received).toEqual([]);
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await here.arrived(1);
  expect(slack.payload().actions).toMatchObject([
    { type: 'static_select', action_id: 'snooze', block_id: 'act', selected_option: { value: '1440' } },
  ]);
}, 60_000);

it('asks first where the app wants it', async () => {
  const { slack, page } = here;
  const { button } = await postAlert(here, 'Careful');
  const dialog = page.getByRole('alertdialog', { name: 'Send her back?' });
  await button('Send back').click();
  await dialog.getByText('Marketing has her.').waitFor();
  expect(await seriousViolations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'No' }).click();
  await button('Send back').click();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await here.focused()).toBe('Send back');
  expect(slack.received).toEqual([]);
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Yes' }).click();
  await here.arrived(1);
  expect(slack.payload().actions).toMatchObject([{ action_id: 'back' }]);
}, 60_000);

it('opens a modal for whoever pressed, and keeps what is typed while there are errors', async () => {
  const { slack, page } = here;
  const { button } = await postAlert(here, 'With a modal');
  answerWithModal(here);
  await button('Claim').click();
  const dialog = page.getByRole('dialog', { name: 'Send back' });
  await dialog.waitFor();
  await dialog.getByLabel('A note').fill('too small');
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  const reason = dialog.getByRole('radiogroup', { name: 'Why?' });
  await reason.getByText('Please complete this required field.').waitFor();
  expect(await reason.getAttribute('aria-invalid')).toBe('true');
  expect(await seriousViolations(page)).toEqual([]);

  slack.answer = () => ({ response_action: 'errors', errors: { note: 'In a word, please.' } });
  await dialog.getByLabel('Not a fit').check();
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await dialog.getByText('In a word, please.').waitFor();
  const field = dialog.getByLabel('A note');
  expect(await field.getAttribute('aria-describedby')).toBe('modal-note-hint modal-note-error');
  expect([await field.inputValue(), await reason.getAttribute('aria-invalid')]).toEqual(['too small', null]);

  slack.answer = () => undefined;
  await field.fill('small');
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(slack.payload()).toMatchObject({
    type: 'view_submission',
    user: { id: maria },
    view: { state: { values: { why: { r: { selected_option: { value: 'no' } } }, note: { n: { value: 'small' } } } } },
  });
  expect(await here.focused()).toBe('Claim');
}, 60_000);

it('closes a modal with Escape, tells the app, and says when the app does not answer', async () => {
  const { slack, page } = here;
  const { button } = await postAlert(here, 'Closed again');
  answerWithModal(here);
  await button('Claim').click();
  const dialog = page.getByRole('dialog', { name: 'Send back' });
  await dialog.getByLabel('Timing').check();
  slack.status = 500;
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await dialog
    .getByRole('alert')
    .getByText('We had some trouble connecting. Try again? (the app answered 500)')
    .waitFor();
  slack.status = 200;
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await here.arrived(3);
  expect(await here.focused()).toBe('Claim');
}, 60_000);

it('shows nobody a modal of somebody else', async () => {
  const { page } = here;
  const { button } = await postAlert(here, 'Of Tom');
  await page.locator('#slack-person-picker').selectOption('Tom');
  answerWithModal(here);
  await button('Claim').click();
  const dialog = page.getByRole('dialog', { name: 'Send back' });
  await dialog.waitFor();
  await page.reload();
  await page.locator('#slack-person-picker').waitFor();
  expect(await page.locator('#slack-person-picker').inputValue()).toBe(maria);
  expect(await dialog.count()).toBe(0);
  await page.locator('#slack-person-picker').selectOption('Tom');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
}, 60_000);

it('complains of nothing but what was refused on purpose', () => {
  expect(here.complaints.filter((complaint) => !complaint.includes('422'))).toEqual([]);
});
