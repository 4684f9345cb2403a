/** What the person at the page has chosen in the Slack panel, and what they do there. */
import type { PageState } from '../../demo/page-state.ts';
import { ask } from '../ask.ts';
import { type Press, pressKey } from './slack-elements.ts';
import { whatTheySee, whoSees } from './who-looks.ts';

export type SlackChoices = {
  /** Slack's id of who is signed in. */
  person: string | null;
  conversation: string | null;
  /** Newest message seen per conversation, for the unread count. */
  seen: Map<string, string>;
  /** How many messages are drawn, where it is more than usual; by conversation. */
  most: Map<string, number>;
  openThreads: Set<string>;
  /** By message: the press that is not answered yet, and why the last one failed. */
  pending: Map<string, string>;
  failed: Map<string, string>;
  /** Since they pressed something: what only they see then is shown to them, wherever they read. */
  awaitsAnswer: boolean;
  announce: (text: string) => void;
  /** Draws the panel again, from the newest state. */
  draw: () => void;
  choose: (conversation: string) => void;
  signIn: (person: string) => void;
  openContact: (recordId: string) => void;
  press: (message: { conversation: string; ts: string }, press: Press) => void;
  dismiss: (message: { conversation: string; ts: string }) => void;
};

export type SlackChoicesParts = {
  state: () => PageState | null;
  draw: () => void;
  announce: (text: string) => void;
  openContact: (recordId: string) => void;
};

export function slackChoices({ state, draw, announce, openContact }: SlackChoicesParts): SlackChoices {
  const choices: SlackChoices = {
    person: null,
    conversation: null,
    seen: new Map(),
    most: new Map(),
    openThreads: new Set(),
    pending: new Map(),
    failed: new Map(),
    awaitsAnswer: false,
    announce,
    draw,
    choose(conversation) {
      choices.conversation = conversation;
      choices.awaitsAnswer = false;
      const before = choices.person;
      settle(choices, state());
      const name = state()?.slack.people.find(({ id }) => id === choices.person)?.name;
      if (choices.person !== before && name) announce(`Signed in to Slack as ${name}.`);
      draw();
    },
    signIn(person) {
      choices.person = person;
      choices.awaitsAnswer = false;
      choices.conversation = whatTheySee(person, state()?.slack.conversations ?? [], choices.conversation);
      draw();
    },
    openContact,
    press(message, { label, ...action }) {
      const { ts, conversation: channel } = message;
      choices.pending.set(ts, pressKey(action));
      choices.failed.delete(ts);
      choices.awaitsAnswer = true;
      draw();
      ask('/api/slack/click', { channel, ts, user: choices.person, ...action })
        .then(
          () => announce(`${label}: pressed.`),
          (error: Error) => choices.failed.set(ts, error.message),
        )
        .finally(() => {
          choices.pending.delete(ts);
          draw();
        });
    },
    dismiss({ ts, conversation: channel }) {
      ask('/api/slack/dismiss', { channel, ts, user: choices.person }).catch((error: Error) => {
        choices.failed.set(ts, error.message);
        draw();
      });
    },
  };
  return choices;
}

/** Nobody looks at a conversation that they are not in, also when conversations and people change. */
export function settle(choices: SlackChoices, state: PageState | null): void {
  if (state === null) return;
  const { conversations, people } = state.slack;
  const open = conversations.find(({ id }) => id === choices.conversation) ?? conversations[0];
  choices.conversation = open?.id ?? null;
  choices.person = whoSees(open, choices.person, people);
}
