/** The Slack conversation: one tab per channel and direct message, newest message last. */
import type { MessageView, PageState } from '../demo/page-state.ts';
import { byId, el, redraw } from './dom.ts';
import { drawMrkdwn } from './mrkdwn.ts';
import { showDay, showSeconds } from './show-time.ts';
import { type BlockContext, drawBlocks } from './slack-blocks.ts';

export type SlackChoices = {
  conversation: string | null;
  /** Newest message seen per conversation, for the unread count. */
  seen: Map<string, string>;
  choose: (conversation: string) => void;
  openContact: (recordId: string) => void;
  press: (message: MessageView, actionId: string, label: string) => void;
};

export function drawSlack(state: PageState, choices: SlackChoices): void {
  const { conversations, messages } = state.slack;
  const chosen = conversations.find((one) => one.id === choices.conversation) ?? conversations[0];
  const shown = chosen ? messages.filter((message) => message.conversation === chosen.id) : [];
  if (chosen) choices.seen.set(chosen.id, shown.at(-1)?.ts ?? '');
  const tabs = conversations.map((one) => {
    const seen = choices.seen.get(one.id) ?? '';
    const unread = messages.filter((message) => message.conversation === one.id && message.ts > seen).length;
    return el(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `tab-${one.id}`,
        'data-key': `tab-${one.id}`,
        'aria-selected': String(one === chosen),
        'aria-controls': 'slack-messages',
        tabindex: one === chosen ? 0 : -1,
        onclick: () => choices.choose(one.id),
        onkeydown: (event) => moveBetweenTabs(event as KeyboardEvent),
      },
      one.label,
      unread > 0 && el('span', { class: 'unread', 'aria-label': `${unread} unread` }, String(unread)),
    );
  });
  const list = el(
    'div',
    {
      id: 'slack-messages',
      class: 'messages',
      role: 'tabpanel',
      'data-scroll': chosen?.id ?? '',
      tabindex: 0,
      'aria-labelledby': chosen ? `tab-${chosen.id}` : null,
    },
    ...(shown.length === 0
      ? [el('p', { class: 'empty' }, 'No messages yet. An alert appears here when somebody crosses the line.')]
      : shown.map((message, index) => drawMessage(message, shown[index - 1], state, choices))),
  );
  const isReadingBack = isScrolledUp(chosen?.id ?? '');
  redraw(
    byId('slack'),
    el(
      'div',
      { class: 'panel-head' },
      el('h2', { id: 'slack-title' }, 'Slack'),
      el('span', { class: 'hint' }, 'the local workspace'),
    ),
    el('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Conversations' }, ...tabs),
    list,
  );
  if (!isReadingBack) list.scrollTop = list.scrollHeight;
}

/** Whoever has scrolled up in this conversation stays where they are; everybody else sees the newest message. */
function isScrolledUp(conversation: string): boolean {
  const list = document.getElementById('slack-messages');
  if (!list || list.dataset.scroll !== conversation) return false;
  return list.scrollHeight - list.scrollTop - list.clientHeight > 24;
}

function drawMessage(
  message: MessageView,
  before: MessageView | undefined,
  state: PageState,
  choices: SlackChoices,
): HTMLElement {
  const context: BlockContext = {
    names: state.slack.names,
    link: (url, label) => drawLink(url, label, choices),
    press: (actionId, label) => choices.press(message, actionId, label),
  };
  const day = showDay(message.at, state.timeZone);
  const newDay = !before || showDay(before.at, state.timeZone) !== day;
  const body =
    message.blocks.length > 0
      ? drawBlocks(message.blocks, context)
      : [el('p', {}, ...drawMrkdwn(message.text, context))];
  return el(
    'div',
    { class: message.inThread ? 'message in-thread' : 'message', 'data-ts': message.ts },
    newDay && el('p', { class: 'day' }, el('span', {}, day)),
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
          el('time', {}, showSeconds(message.at, state.timeZone)),
          message.edited && el('span', { class: 'hint' }, 'edited'),
        ),
        ...body,
      ),
    ),
  );
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

function moveBetweenTabs(event: KeyboardEvent): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0 || !(event.currentTarget instanceof HTMLElement)) return;
  const tabs = [...(event.currentTarget.parentElement?.querySelectorAll<HTMLElement>('[role=tab]') ?? [])];
  const next = tabs[(tabs.indexOf(event.currentTarget) + step + tabs.length) % tabs.length];
  next?.focus();
  next?.click();
}
