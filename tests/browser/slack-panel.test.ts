/** The Slack panel in a real Chromium, over the real local Slack: people read, press, choose and fill in. */
import { seriousViolations } from './axe.ts';
import { openSlackPage, type SlackPage } from './slack-page.ts';

const channel = 'C0HANDOFF';
const [maria, tom] = ['U0MARIA01', 'U0TOM0001'];
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (text: string, value: string) => ({ text: plain(text), value });

let here: SlackPage;
beforeAll(async () => {
  here = await openSlackPage();
}, 60_000);
afterAll(() => here?.close(), 30_000);
beforeEach(async () => {
  const { slack, page } = here;
  slack.answer = () => undefined;
  slack.received.length = 0;
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.locator('#slack-person-picker').selectOption('Maria');
  await page.getByRole('tab', { name: '#pql-handoff' }).click();
});

const claim = { type: 'button' as const, action_id: 'claim', text: plain('Claim'), value: '7' };
const snooze = {
  type: 'static_select' as const,
  action_id: 'snooze',
  placeholder: plain('Snooze'),
  options: [option('1 hour', '60'), option('Tomorrow', '1440')],
};
const sendBack = {
  type: 'button' as const,
  action_id: 'back',
  text: plain('Send back'),
  confirm: {
    title: plain('Send her back?'),
    text: plain('Marketing has her.'),
    confirm: plain('Yes'),
    deny: plain('No'),
  },
};
const why = {
  type: 'input' as const,
  block_id: 'why',
  label: plain('Why?'),
  element: {
    type: 'radio_buttons' as const,
    action_id: 'r',
    options: [option('Not a fit', 'no'), option('Timing', 't')],
  },
};
const note = {
  type: 'input' as const,
  block_id: 'note',
  optional: true,
  label: plain('A note'),
  hint: plain('Marketing reads it.'),
  element: { type: 'plain_text_input' as const, action_id: 'n', multiline: true },
};
const modal = {
  type: 'modal' as const,
  title: plain('Send back'),
  submit: plain('Send'),
  blocks: [why, note],
  notify_on_close: true,
};

/** Posts an alert with all three; resolves with its place on the page. */
async function post(text: string) {
  const { ts = '' } = await here.slack.client.chat.postMessage({
    channel,
    text,
    blocks: [
      { type: 'section', text: plain(text) },
      { type: 'actions', block_id: 'act', elements: [claim, snooze, sendBack] },
    ],
  });
  const message = here.page.locator(`[data-row="${channel} message ${ts}"]`);
  await message.waitFor();
  return { ts, message, button: (name: string) => message.getByRole('button', { name }) };
}

const focused = () => here.page.evaluate('document.activeElement?.textContent');
const until = async (isSo: () => unknown) => {
  while (!isSo()) await here.page.waitForTimeout(20);
};
const openModal = () => {
  here.slack.answer = async ({ type, trigger_id }) => {
    if (type === 'block_actions') await here.slack.client.views.open({ trigger_id, view: modal });
  };
};

it('presses as whoever is signed in, by mouse and by keyboard', async () => {
  const { slack, page } = here;
  const { button } = await post('Press me');
  await button('Claim').click();
  await until(() => slack.received.length === 1);
  await page.locator('#slack-person-picker').selectOption('Tom');
  await button('Claim').focus();
  await page.keyboard.press('Enter');
  await until(() => slack.received.length === 2);
  expect(slack.received.map(({ payload }) => payload.user)).toMatchObject([{ id: maria }, { id: tom }]);
  await page.locator('#announcer', { hasText: 'Claim: pressed.' }).waitFor({ state: 'attached' });
  expect(await focused()).toBe('Claim');
}, 60_000);

it('chooses from a menu by keyboard, and sends nothing before it is chosen', async () => {
  const { slack, page } = here;
  const { button } = await post('Choose');
  await button('Snooze').focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('menuitem', { name: '1 hour' }).waitFor();
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toBe('Tomorrow');
  expect(await seriousViolations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await focused()).toContain('Snooze');
  expect(slack.received).toEqual([]);
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await until(() => slack.received.length === 1);
  expect(slack.payload().actions).toMatchObject([
    { type: 'static_select', action_id: 'snooze', block_id: 'act', selected_option: { value: '1440' } },
  ]);
}, 60_000);

it('asks first where the app wants it', async () => {
  const { slack, page } = here;
  const { button } = await post('Careful');
  const dialog = page.getByRole('alertdialog', { name: 'Send her back?' });
  await button('Send back').click();
  await dialog.getByText('Marketing has her.').waitFor();
  expect(await seriousViolations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'No' }).click();
  await button('Send back').click();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await focused()).toBe('Send back');
  expect(slack.received).toEqual([]);
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Yes' }).click();
  await until(() => slack.received.length === 1);
  expect(slack.payload().actions).toMatchObject([{ action_id: 'back' }]);
}, 60_000);

it('opens a modal for whoever pressed, and keeps what is typed while there are errors', async () => {
  const { slack, page } = here;
  const { button } = await post('With a modal');
  openModal();
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
  expect(await focused()).toBe('Claim');
}, 60_000);

it('closes a modal with Escape, tells the app, and says when the app does not answer', async () => {
  const { slack, page } = here;
  const { button } = await post('Closed again');
  openModal();
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
  await until(() => slack.payload().type === 'view_closed');
  expect(await focused()).toBe('Claim');
}, 60_000);

it('shows nobody a modal of somebody else', async () => {
  const { page } = here;
  const { button } = await post('Of Tom');
  await page.locator('#slack-person-picker').selectOption('Tom');
  openModal();
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

it('shows what only one person sees to that person, who may dismiss it', async () => {
  const { slack, page } = here;
  const { button } = await post('Taken');
  await button('Claim').click();
  await until(() => slack.received.length === 1);
  await slack.call('POST', slack.payload().response_url, { text: 'Tom has her', response_type: 'ephemeral' });
  const told = page.locator('.message.ephemeral', { hasText: 'Tom has her' });
  await told.getByText('Only you can see this').waitFor();
  await page.locator('#slack-person-picker').selectOption('Tom');
  expect(await told.count()).toBe(0);
  await page.locator('#slack-person-picker').selectOption('Maria');
  await told.getByRole('button', { name: 'Dismiss' }).click();
  await told.waitFor({ state: 'detached' });
}, 60_000);

it('says next to the message when the app does not take a press', async () => {
  const { slack } = here;
  const { message, button } = await post('Refused');
  slack.status = 500;
  await button('Claim').click();
  await message.getByRole('alert').getByText('Zo Handoff did not take it: the app answered 500').waitFor();
  slack.status = 200;
  await button('Claim').click();
  await message.getByRole('alert').waitFor({ state: 'detached' });
}, 60_000);

it('shows a thread under its message, what was edited, and what was deleted', async () => {
  const { slack, page } = here;
  const { ts, message } = await post('With a thread');
  for (let reply = 1; reply <= 6; reply += 1) {
    const broadcast = reply === 6 ? { reply_broadcast: true as const } : {};
    await slack.client.chat.postMessage({ channel, thread_ts: ts, text: `Reply ${reply}`, ...broadcast });
  }
  await slack.client.chat.update({ channel, ts, text: 'Claimed by Maria' });
  await message.getByText('(edited)').waitFor();
  const replies = page.locator('.message.in-thread', { hasText: /Reply \d/ });
  await replies.getByText('Reply 6').waitFor();
  expect(await replies.allInnerTexts()).toEqual([4, 5, 6].map((number) => expect.stringContaining(`Reply ${number}`)));
  await page.getByText('replied to a thread: Claimed by Maria').waitFor();
  await page.getByRole('button', { name: 'Show 3 earlier replies' }).click();
  expect(await replies.count()).toBe(6);

  await slack.call('DELETE', '/sandbox/messages', { channel, ts });
  await page.getByText('This message was deleted.').waitFor();
  expect(await replies.count()).toBe(6);
}, 60_000);

it('signs in whoever’s direct messages are opened', async () => {
  const { slack, page } = here;
  await slack.client.chat.postMessage({ channel: tom, text: 'For Tom alone' });
  await page.getByRole('tab', { name: 'DM tom' }).click();
  await page.locator('#slack').getByText('For Tom alone').waitFor();
  expect(await page.locator('#slack-person-picker').inputValue()).toBe(tom);
  await page.locator('#slack-person-picker').selectOption('Maria');
  expect(await page.getByRole('tab', { selected: true }).innerText()).toContain('#pql-handoff');
}, 60_000);

it('stays usable in a long conversation, and leaves an open menu alone', async () => {
  const { slack, page } = here;
  for (let number = 1; number <= 250; number += 1) {
    await slack.client.chat.postMessage({ channel, text: `Message number ${number}.` });
  }
  const { button } = await post('The last one');
  expect(await page.locator('#slack .message').count()).toBe(30);
  await button('Snooze').click();
  const menu = page.getByRole('menuitem', { name: 'Tomorrow' });
  await menu.waitFor();
  await slack.client.chat.postMessage({ channel, text: 'One more' });
  await page.locator('#slack').getByText('One more').waitFor();
  await menu.waitFor();
  await page.keyboard.press('Escape');

  const earlier = page.getByRole('button', { name: /earlier messages/ });
  for (let pages = 1; pages <= 6; pages += 1) await earlier.click();
  await page.getByText(/\d+ older messages are not shown on this page\./).waitFor();
  expect(await earlier.count()).toBe(0);
}, 90_000);

it.each([640, 1280])(
  'fits at %i pixels, with and without a modal, and has no serious accessibility violation',
  async (width) => {
    const { slack, page } = here;
    await page.setViewportSize({ width, height: 900 });
    const { ts, button } = await post('At any width');
    await slack.client.chat.postMessage({ channel, thread_ts: ts, text: 'A reply' });
    await slack.client.chat.postEphemeral({ channel, user: maria, text: 'For Maria' });
    await page.getByText('For Maria').last().waitFor();
    const fits = () => page.evaluate('document.documentElement.scrollWidth <= window.innerWidth');
    expect([await fits(), await seriousViolations(page)]).toEqual([true, []]);
    openModal();
    await button('Claim').click();
    const dialog = page.getByRole('dialog', { name: 'Send back' });
    await dialog.waitFor();
    expect([await fits(), await seriousViolations(page)]).toEqual([true, []]);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'detached' });
  },
  60_000,
);

it('complains of nothing but what was refused on purpose', () => {
  expect(here.complaints.filter((complaint) => !complaint.includes('422'))).toEqual([]);
});
