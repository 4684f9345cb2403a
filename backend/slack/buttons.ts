/**
 * What people press in a message about a handoff. A button's value names portal and handoff and holds nothing secret: who
 * may do it is decided when it is pressed.
 */
import { createHash } from 'node:crypto';
import { snoozeChoices } from '../handoff/commands/command.ts';
import { snoozeWords } from '../handoff/commands/snooze-until.ts';
import { type Button, type MessageView, showsOf } from '../handoff/message-view.ts';
import { cleanText } from '../text/clean-text.ts';
import { labelLimit, plain } from './blocks.ts';
import type { SlackBlock } from './slack-gateway.ts';
import { shortenText } from './slack-text.ts';

/** Button clicks on links are reported too; this names the one that only opens the record. */
export const openRecordActionId = 'zo_open_record';

export type Pressed = { portalId: number; handoffId: number };

export type ButtonRow = {
  view: MessageView;
  /** Null: nothing can be pressed, because no press would reach us. */
  pressed: Pressed | null;
  personName: string;
  /** Of the record in HubSpot. */
  link: string | null;
};

/** More in one row is hard to hit, and Slack breaks it up on a phone. */
const mostInARow = 5;

type Face = { actionId: string; text: string; label: (person: string) => string; isMain?: true };

const faces: Record<Exclude<Button, 'snooze'>, Face> = {
  accept: { actionId: 'zo_accept', text: "I'm on it", label: (who) => `I'm on it: ${who}`, isMain: true },
  claim: { actionId: 'zo_claim', text: 'Claim', label: (who) => `Claim ${who}`, isMain: true },
  call: { actionId: 'zo_call', text: 'Called', label: (who) => `I have called ${who}`, isMain: true },
  return: { actionId: 'zo_return', text: 'Return…', label: (who) => `Return to marketing: ${who}` },
  'not a fit': { actionId: 'zo_not_a_fit', text: 'Not a fit…', label: (who) => `Not a fit: ${who}` },
  undo: { actionId: 'zo_undo', text: 'Undo', label: (who) => `Undo, it is a fit: ${who}` },
  approve: { actionId: 'zo_approve', text: 'Approve', label: (who) => `Approve ${who}`, isMain: true },
  reject: { actionId: 'zo_reject', text: 'Reject…', label: (who) => `Reject ${who}` },
  keep: { actionId: 'zo_keep', text: 'Keep', label: (who) => `Keep ${who} with sales`, isMain: true },
  'return after all': {
    actionId: 'zo_return_after_all',
    text: 'Return',
    label: (who) => `Return to marketing: ${who}`,
  },
};
const snoozeActionId = 'zo_snooze';

const buttonOf = new Map<string, Button>([
  ...Object.entries(faces).map(([button, { actionId }]) => [actionId, button as Button] as const),
  [snoozeActionId, 'snooze'],
]);

/** Null: no button of a message about a handoff. */
export function buttonOfAction(actionId: string): Button | null {
  return buttonOf.get(actionId) ?? null;
}

/** Rows of buttons; none when there is neither anything to press nor a link. */
export function buttonRows({ view, pressed, personName, link }: ButtonRow): SlackBlock[] {
  const who = cleanText(personName);
  const buttons = pressed === null ? [] : view.buttons;
  const elements = [
    ...buttons.map((button, index) =>
      button === 'snooze' ? snoozeSelect(pressed!) : pressButton(faces[button], who, pressed!, index === 0),
    ),
    ...(link === null ? [] : [openButton(link, who)]),
  ];
  const rows: SlackBlock[] = [];
  for (let from = 0; from < elements.length; from += mostInARow) {
    rows.push({
      type: 'actions',
      ...(buttons.length === 0 ? {} : { block_id: `zo:${idOf(view)}:${rows.length}` }),
      elements: elements.slice(from, from + mostInARow),
    } as SlackBlock);
  }
  return rows;
}

/** Another state, another id: Slack would keep showing what was chosen in a select of the same id. */
function idOf(view: MessageView): string {
  return createHash('sha256').update(showsOf(view)).digest('hex').slice(0, 12);
}

function pressButton({ actionId, text, label, isMain }: Face, who: string, pressed: Pressed, isFirst: boolean) {
  return {
    type: 'button',
    action_id: actionId,
    ...(isFirst && isMain ? { style: 'primary' } : {}),
    text: plain(text, labelLimit),
    accessibility_label: shortenText(label(who), labelLimit),
    value: writePressed(pressed),
  };
}

function snoozeSelect(pressed: Pressed) {
  return {
    type: 'static_select',
    action_id: snoozeActionId,
    placeholder: plain('Snooze', labelLimit),
    options: snoozeChoices.map((choice) => ({
      text: plain(snoozeWords[choice], labelLimit),
      value: `${writePressed(pressed)}:${choice}`,
    })),
  };
}

function openButton(url: string, who: string) {
  return {
    type: 'button',
    action_id: openRecordActionId,
    text: plain('Open in HubSpot', labelLimit),
    accessibility_label: shortenText(`Open ${who} in HubSpot`, labelLimit),
    url,
  };
}

function writePressed({ portalId, handoffId }: Pressed): string {
  return `${portalId}:${handoffId}`;
}

/** What a button's value, or that of a choice, says; null when nobody of us wrote it. */
export function readPressed(value: string): (Pressed & { choice: string | null }) | null {
  const match = /^(\d{1,15}):(\d{1,15})(?::(.{1,100}))?$/.exec(value);
  if (match === null) return null;
  return { portalId: Number(match[1]), handoffId: Number(match[2]), choice: match[3] ?? null };
}
