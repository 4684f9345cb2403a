/** The Slack panel: who is signed in, one tab per channel and direct message, newest message last. */
import type { ConversationView, MessageView, PageState } from '../../demo/page-state.ts';
import { byId, el, redraw } from '../dom.ts';
import { drawRows } from '../draw-rows.ts';
import { showDay } from '../show-time.ts';
import { keyOf, type Row, rowsOf } from './conversation-rows.ts';
import { drawRow, type RowActions } from './draw-message.ts';
import { drawModal } from './modal-dialog.ts';
import { type SlackChoices, settle } from './slack-choices.ts';

/** Messages drawn at first, and added each time earlier ones are asked for. */
const usualMost = 30;

export function drawSlack(state: PageState, choices: SlackChoices): void {
  settle(choices, state);
  const { conversations, messages } = state.slack;
  const chosen = conversations.find((one) => one.id === choices.conversation);
  const seen = (conversation: string) => messages.filter(isSeenBy(choices.person, conversation));
  if (chosen) choices.seen.set(chosen.id, seen(chosen.id).at(-1)?.ts ?? '');
  drawPerson(state, choices);
  redraw(byId('slack-tabs'), ...conversations.map((one) => drawTab(one, one === chosen, seen(one.id), choices)));
  drawConversation(chosen, chosen ? seen(chosen.id) : [], state, choices);
  drawModal(state, choices);
}

function isSeenBy(person: string | null, conversation: string): (message: MessageView) => boolean {
  return (message) => message.conversation === conversation && (message.onlyFor ?? person) === person;
}

function drawPerson({ slack }: PageState, choices: SlackChoices): void {
  redraw(
    byId('slack-person'),
    el(
      'label',
      { class: 'picker' },
      el('span', { class: 'hint' }, el('span', { class: 'sr-only' }, 'Slack: '), 'Signed in as'),
      el(
        'select',
        {
          id: 'slack-person-picker',
          'data-key': 'slack-person',
          onchange: (event) => choices.signIn((event.currentTarget as HTMLSelectElement).value),
        },
        ...slack.people.map(({ id, name }) => el('option', { value: id, selected: id === choices.person }, name)),
      ),
    ),
  );
}

function drawTab(
  conversation: ConversationView,
  isChosen: boolean,
  messages: MessageView[],
  choices: SlackChoices,
): HTMLElement {
  const { id, label, members } = conversation;
  const seen = choices.seen.get(id) ?? '';
  const unread = messages.filter(({ ts }) => ts > seen).length;
  const isTheirs = members.length === 0 || members.includes(choices.person ?? '');
  return el(
    'button',
    {
      type: 'button',
      role: 'tab',
      id: `tab-${id}`,
      'data-key': `tab-${id}`,
      class: isTheirs ? null : 'of-another',
      title: isTheirs ? null : 'Signs in as somebody who is in this conversation',
      'aria-selected': String(isChosen),
      'aria-controls': 'slack-messages',
      tabindex: isChosen ? 0 : -1,
      onclick: () => choices.choose(id),
      onkeydown: (event) => moveBetweenTabs(event as KeyboardEvent),
    },
    label,
    unread > 0 && el('span', { class: 'unread', 'aria-label': `${unread} unread` }, String(unread)),
  );
}

function drawConversation(
  chosen: ConversationView | undefined,
  messages: MessageView[],
  state: PageState,
  choices: SlackChoices,
): void {
  const list = byId('slack-messages');
  const id = chosen?.id ?? '';
  const isAnother = list.dataset.conversation !== id;
  const isAtEnd = isAnother || list.scrollHeight - list.scrollTop - list.clientHeight <= 24;
  const most = choices.most.get(id) ?? usualMost;
  const rows = rowsOf(messages, choices.person, { most, openThreads: choices.openThreads });
  list.dataset.conversation = id;
  // It scrolls, by keyboard too.
  list.tabIndex = 0;
  if (chosen) list.setAttribute('aria-labelledby', `tab-${id}`);
  const names = JSON.stringify(state.slack.names);
  const actions = rowActions(id, list, choices);
  let lastDay = '';
  const drawn = rows.map((row) => {
    const day = row.kind === 'earlier' || row.kind === 'earlier replies' ? lastDay : dayOf(row, state.timeZone);
    // Replies stand under their message, whatever day they are of.
    const newDay = day === lastDay || row.kind === 'reply' ? null : day;
    if (newDay !== null) lastDay = newDay;
    const ts = 'message' in row ? row.message.ts : '';
    const from = JSON.stringify([row, newDay, choices.person, choices.pending.get(ts), choices.failed.get(ts), names]);
    return { key: `${id} ${keyOf(row)}`, from, draw: () => drawRow(row, newDay, state, choices, actions) };
  });
  drawRows(list, drawn.length > 0 ? [...leftOut(chosen, rows), ...drawn] : [nothingYet(id)]);
  if (isAtEnd) list.scrollTop = list.scrollHeight;
  showAnswer(list, rows, isAnother, choices);
}

/** The newest of what only this person sees, by conversation. */
const newestAnswers = new Map<string, string>();

/** Whoever pressed something reads what they are told for it, also when they have scrolled up. */
function showAnswer(list: HTMLElement, rows: Row[], isAnother: boolean, choices: SlackChoices): void {
  const answer = rows.findLast((row) => 'message' in row && row.message.onlyFor !== null);
  if (!answer || !('message' in answer)) return;
  const { conversation, ts, text } = answer.message;
  const isNew = ts > (newestAnswers.get(`${conversation} ${choices.person}`) ?? '');
  newestAnswers.set(`${conversation} ${choices.person}`, ts);
  if (!isNew || isAnother || !choices.awaitsAnswer) return;
  choices.awaitsAnswer = false;
  const row = list.querySelector(`[data-row="${CSS.escape(`${conversation} ${keyOf(answer)}`)}"]`);
  row?.scrollIntoView({ block: 'nearest' });
  choices.announce(`Only you can see this: ${text}`);
}

function dayOf(row: Row, timeZone: string): string {
  return 'message' in row ? showDay(row.message.at, timeZone) : 'at' in row ? showDay(row.at, timeZone) : '';
}

function nothingYet(id: string) {
  const words = 'No messages yet. An alert appears here when somebody crosses the line.';
  return { key: `${id} empty`, from: '', draw: () => el('p', { class: 'empty' }, words) };
}

/** Said where the oldest message stands that the page has. */
function leftOut(chosen: ConversationView | undefined, [first]: Row[]) {
  const number = chosen?.leftOut ?? 0;
  if (number === 0 || first?.kind === 'earlier') return [];
  const words = `${number} older messages are not shown on this page.`;
  return [{ key: 'left out', from: words, draw: () => el('p', { class: 'empty small hint' }, words) }];
}

/** A row stays while nothing in it changes, so these read nothing that does. What is added above leaves what is read where it is. */
function rowActions(id: string, list: HTMLElement, choices: SlackChoices): RowActions {
  const keepingPlace = () => {
    const fromEnd = list.scrollHeight - list.scrollTop;
    choices.draw();
    list.scrollTop = list.scrollHeight - fromEnd;
  };
  return {
    showEarlier() {
      choices.most.set(id, (choices.most.get(id) ?? usualMost) + usualMost);
      keepingPlace();
    },
    showReplies(threadTs) {
      choices.openThreads.add(threadTs);
      keepingPlace();
    },
  };
}

function moveBetweenTabs(event: KeyboardEvent): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0 || !(event.currentTarget instanceof HTMLElement)) return;
  const tabs = [...(event.currentTarget.parentElement?.querySelectorAll<HTMLElement>('[role=tab]') ?? [])];
  const next = tabs[(tabs.indexOf(event.currentTarget) + step + tabs.length) % tabs.length];
  next?.focus();
  next?.click();
}
