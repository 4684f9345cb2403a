/** Reading in the Slack panel, in a real Chromium over the real local Slack: threads, what one person sees, long conversations. */
import { seriousViolations } from './axe.ts';
import { answerWithModal, channel, maria, postAlert, tom } from './slack-alert.ts';
import { openSlackPage, type SlackPage } from './slack-page.ts';

let here: SlackPage;
beforeAll(async () => {
  here = await openSlackPage();
}, 60_000);
afterAll(() => here?.close(), 30_000);
beforeEach(() => here.reset());

it('shows what only one person sees to that person, who may dismiss it', async () => {
  const { slack, page } = here;
  const { button } = await postAlert(here, 'Taken');
  await button('Claim').click();
  await here.arrived(1);
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
  const { message, button } = await postAlert(here, 'Refused');
  slack.status = 500;
  await button('Claim').click();
  await message.getByRole('alert').getByText('Zo Handoff did not take it: the app answered 500').waitFor();
  slack.status = 200;
  await button('Claim').click();
  await message.getByRole('alert').waitFor({ state: 'detached' });
}, 60_000);

it('shows a thread under its message, what was edited, and what was deleted', async () => {
  const { slack, page } = here;
  const { ts, message } = await postAlert(here, 'With a thread');
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
  const { button } = await postAlert(here, 'The last one');
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
    const { ts, button } = await postAlert(here, 'At any width');
    await slack.client.chat.postMessage({ channel, thread_ts: ts, text: 'A reply' });
    await slack.client.chat.postEphemeral({ channel, user: maria, text: 'For Maria' });
    await page.getByText('For Maria').last().waitFor();
    const fits = () => page.evaluate('document.documentElement.scrollWidth <= window.innerWidth');
    expect([await fits(), await seriousViolations(page)]).toEqual([true, []]);
    answerWithModal(here);
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
