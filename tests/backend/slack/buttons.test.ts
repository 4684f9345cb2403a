import type { MessageView } from '../../../backend/handoff/message-view.ts';
import { buttonOfAction, buttonRows, readPressed } from '../../../backend/slack/buttons.ts';
import { validateBlocks } from '../../../sandbox/slack/validate-blocks.ts';

const link = 'https://app.hubspot.com/contacts/424242/record/0-1/151';
const pressed = { portalId: 424242, handoffId: 7 };
const open: MessageView = {
  state: { is: 'open', owner: 'Maria', dueAt: 5, passed: 'little' },
  buttons: ['accept', 'call', 'snooze', 'return', 'not a fit'],
};
const rowsOf = (view: MessageView, more: Partial<Parameters<typeof buttonRows>[0]> = {}) =>
  buttonRows({ view, pressed, personName: 'Sarah Chen', link, ...more }) as unknown as Row[];
type Row = { block_id: string; elements: Element[] };
type Element = {
  action_id: string;
  text?: { text: string };
  accessibility_label?: string;
  style?: string;
  value?: string;
};

it('stand in rows of at most five, the first one marked, each named by the person it is about', () => {
  const rows = rowsOf(open);
  expect(validateBlocks(rows)).toEqual({ ok: true });
  expect(
    rows.map(({ elements }) => elements.map((one) => [one.text?.text, one.accessibility_label, one.style])),
  ).toEqual([
    [
      ["I'm on it", "I'm on it: Sarah Chen", 'primary'],
      ['Called', 'I have called Sarah Chen', undefined],
      [undefined, undefined, undefined],
      ['Return…', 'Return to marketing: Sarah Chen', undefined],
      ['Not a fit…', 'Not a fit: Sarah Chen', undefined],
    ],
    [['Open in HubSpot', 'Open Sarah Chen in HubSpot', undefined]],
  ]);
  expect(rows[0]?.elements[2]).toEqual({
    type: 'static_select',
    action_id: 'zo_snooze',
    placeholder: { type: 'plain_text', text: 'Snooze', emoji: false },
    options: [
      { text: { type: 'plain_text', text: 'For 1 hour', emoji: false }, value: '424242:7:1 hour' },
      { text: { type: 'plain_text', text: 'Until tomorrow 9:00', emoji: false }, value: '424242:7:tomorrow' },
      { text: { type: 'plain_text', text: 'For 3 days', emoji: false }, value: '424242:7:3 days' },
    ],
  });
});

it('carry portal and handoff, and every action id is read back as its button', () => {
  const all: MessageView['buttons'] = [
    'accept',
    'claim',
    'call',
    'snooze',
    'return',
    'not a fit',
    'undo',
    'approve',
    'reject',
    'keep',
    'return after all',
  ];
  const elements = rowsOf({ ...open, buttons: all }, { link: null }).flatMap((row) => row.elements);
  expect(elements.map(({ action_id: id }) => buttonOfAction(id))).toEqual(all);
  expect([...new Set(elements.flatMap(({ value }) => value ?? []))]).toEqual(['424242:7']);
  expect(readPressed('424242:7')).toEqual({ ...pressed, choice: null });
  expect(readPressed('424242:7:1 hour')).toEqual({ ...pressed, choice: '1 hour' });
  for (const other of ['', '7', '424242:x', '424242:7:', '1:2:3\n4']) expect(readPressed(other)).toBeNull();
});

it('are only a link where no press would reach us, and nothing without a link', () => {
  expect(rowsOf(open, { pressed: null }).map(({ elements }) => elements.map(({ action_id: id }) => id))).toEqual([
    ['zo_open_record'],
  ]);
  expect(rowsOf(open, { pressed: null, link: null })).toEqual([]);
});

it('get another block id with every state, so that Slack forgets what was chosen in a select', () => {
  const snoozed: MessageView = { ...open, state: { is: 'snoozed', owner: 'Maria', until: 9, dueAt: 5 } };
  const ids = [...rowsOf(open), ...rowsOf(snoozed)].map((row) => row.block_id);
  expect(new Set(ids).size).toBe(4);
});

it('name long names within Slack’s limits', () => {
  expect(validateBlocks(rowsOf(open, { personName: 'x'.repeat(500) }))).toEqual({ ok: true });
});
