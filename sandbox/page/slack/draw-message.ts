/** One row of a conversation: a message, a reply, or a word about those that are not shown. */
import type { MessageView, PageState } from '../../demo/page-state.ts';
import { type Child, el } from '../dom.ts';
import { showDay, showSeconds } from '../show-time.ts';
import type { Row } from './conversation-rows.ts';
import { drawMrkdwn } from './mrkdwn.ts';
import { drawBlocks } from './slack-blocks.ts';
import type { SlackChoices } from './slack-choices.ts';
import type { ElementContext } from './slack-elements.ts';

export type RowActions = { showEarlier: () => void; showReplies: (threadTs: string) => void };

/** `day`: stands above the row when it is another one than before. */
export function drawRow(
  row: Row,
  day: string | null,
  state: PageState,
  choices: SlackChoices,
  { showEarlier, showReplies }: RowActions,
): HTMLElement {
  const drawn = (className: string, ...children: Child[]) =>
    el('div', { class: className, tabindex: -1 }, day !== null && drawDay(day), ...children);
  const more = (label: string, key: string, onclick: () => void) =>
    el('button', { type: 'button', class: 'link', 'data-key': key, onclick }, label);
  switch (row.kind) {
    case 'earlier':
      return drawn('earlier', more(`Show ${count(row.hidden, 'earlier message')}`, 'earlier', showEarlier));
    case 'gone':
      return drawn('message gone', el('p', { class: 'hint' }, 'This message was deleted.'));
    case 'earlier replies': {
      const { threadTs, hidden } = row;
      const show = () => showReplies(threadTs);
      return drawn('message in-thread', more(`Show ${count(hidden, 'earlier reply')}`, `replies ${threadTs}`, show));
    }
    case 'message':
      return drawn(
        row.message.onlyFor === null ? 'message' : 'message ephemeral',
        ...drawMessage(row.message, state, choices),
      );
    case 'reply':
      return drawn(
        row.message.onlyFor === null ? 'message in-thread' : 'message in-thread ephemeral',
        ...drawMessage(row.message, state, choices, row.message.broadcast ? 'also sent to the channel' : null),
      );
    case 'broadcast': {
      const root = row.root ? firstLine(row.root.text) : 'a deleted message';
      return drawn('message', ...drawMessage(row.message, state, choices, `replied to a thread: ${root}`, 'broadcast'));
    }
  }
}

function drawDay(day: string): HTMLElement {
  return el('p', { class: 'day' }, el('span', {}, day));
}

function count(number: number, what: string): string {
  const several = what.endsWith('y') ? `${what.slice(0, -1)}ies` : `${what}s`;
  return `${number} ${number === 1 ? what : several}`;
}

function drawMessage(
  message: MessageView,
  state: PageState,
  choices: SlackChoices,
  note: string | null = null,
  place = '',
): Child[] {
  const { ts, at, editedAt, text, blocks, onlyFor } = message;
  const context: ElementContext = {
    names: state.slack.names,
    link: (url, label) => drawLink(url, label, choices),
    key: `${place}${ts}`,
    press: (press) => choices.press(message, press),
    pending: choices.pending.get(ts) ?? null,
  };
  const failed = choices.failed.get(ts);
  const { timeZone } = state;
  return [
    onlyFor !== null && drawOnlyYou(message, choices),
    el(
      'div',
      { class: 'message-row' },
      el('span', { class: 'avatar app', 'aria-hidden': 'true' }, 'Z'),
      el(
        'div',
        { class: 'message-body' },
        el(
          'p',
          { class: 'message-who' },
          el('strong', {}, 'Zo Handoff'),
          el('span', { class: 'app-tag' }, 'APP'),
          el('time', {}, showSeconds(at, timeZone)),
          editedAt !== null &&
            el(
              'span',
              { class: 'hint', title: `${showDay(editedAt, timeZone)}, ${showSeconds(editedAt, timeZone)}` },
              '(edited)',
            ),
        ),
        note !== null && el('p', { class: 'hint message-note' }, note),
        ...(blocks.length > 0 ? drawBlocks(blocks, context) : [el('p', {}, ...drawMrkdwn(text, context))]),
        failed !== undefined && el('p', { class: 'message-failed', role: 'alert' }, failed),
      ),
    ),
  ];
}

function drawOnlyYou(message: MessageView, choices: SlackChoices): HTMLElement {
  const dismiss = () => choices.dismiss(message);
  return el(
    'p',
    { class: 'only-you' },
    'Only you can see this · ',
    el('button', { type: 'button', class: 'link', 'data-key': `dismiss ${message.ts}`, onclick: dismiss }, 'Dismiss'),
  );
}

/** Without markup, for a word about a message. */
function firstLine(text: string): string {
  const [line = ''] = text.split('\n');
  const read = line.replace(/<[^|>]*\|([^>]*)>/g, '$1').replace(/[<>*_~`]/g, '');
  const plain = read.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
  return plain.length > 60 ? `${plain.slice(0, 59)}…` : plain;
}

/** A link to a record opens that record here: the real one is not reachable from the demo. */
function drawLink(url: string, label: string, choices: SlackChoices): HTMLElement {
  const record = url.match(/\/record\/0-1\/(\d+)/)?.[1];
  if (record) {
    const open = () => choices.openContact(record);
    return el('button', { type: 'button', class: 'link', title: url, onclick: open }, label);
  }
  if (!/^https?:\/\//.test(url)) return el('span', {}, label);
  return el('a', { href: url, target: '_blank', rel: 'noreferrer' }, label);
}
