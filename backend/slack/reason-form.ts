/** The form that asks why: a reason from a list, and a few words more. Opened by a button, sent back by Slack. */
import type { ModalView } from '@slack/web-api';
import { z } from 'zod';
import type { Button } from '../handoff/message-view.ts';
import { cleanText } from '../text/clean-text.ts';
import { plain, section } from './blocks.ts';
import { nameAtCompany, type PersonNamed } from './person-text.ts';
import { shortenText, slackText } from './slack-text.ts';

export type AsksWhy = Extract<Button, 'return' | 'not a fit' | 'reject'>;

/** Where the button was that opened it. */
export type FormOrigin = { portalId: number; handoffId: number; channel: string; ts: string; threadTs: string | null };

export type Submission = FormOrigin & {
  /** Slack's own name of the form: it is sent once. */
  id: string;
  button: AsksWhy;
  /** "Too small: two people, one of them a student". */
  reason: string;
  userId: string;
  teamId: string;
};

const callbackId = 'zo_reason';
const mostReasons = 100;
const reasonLimit = 75;
const noteLimit = 300;
const titleLimit = 24;

const faces: Record<AsksWhy, { title: string; submit: string; asks: string }> = {
  return: { title: 'Return to marketing', submit: 'Return', asks: 'Why does it go back to marketing?' },
  'not a fit': { title: 'Not a fit', submit: 'Not a fit', asks: 'Why is it not a fit?' },
  reject: { title: 'Reject', submit: 'Reject', asks: 'Why should nobody call?' },
};

export function asksWhy(button: Button): button is AsksWhy {
  return Object.hasOwn(faces, button);
}

export function reasonForm(button: AsksWhy, origin: FormOrigin, about: PersonNamed, reasons: string[]): ModalView {
  const { title, submit, asks } = faces[button];
  return {
    type: 'modal',
    callback_id: callbackId,
    private_metadata: JSON.stringify({ button, ...origin }),
    title: plain(title, titleLimit),
    submit: plain(submit, titleLimit),
    close: plain('Cancel', titleLimit),
    blocks: [
      section(`*${slackText(nameAtCompany(about), 300)}*`),
      {
        type: 'input',
        block_id: 'reason',
        label: plain(asks, 200),
        element: {
          type: 'static_select',
          action_id: 'reason',
          options: reasons.slice(0, mostReasons).map((reason) => {
            const words = shortenText(reason, reasonLimit);
            return { text: plain(words, reasonLimit), value: words };
          }),
        },
      },
      {
        type: 'input',
        block_id: 'note',
        optional: true,
        label: plain('In your own words', 200),
        element: { type: 'plain_text_input', action_id: 'note', multiline: true, max_length: noteLimit },
      },
    ],
  };
}

export const submissionSchema = z.object({
  type: z.literal('view_submission'),
  user: z.object({ id: z.string() }),
  team: z.object({ id: z.string() }),
  view: z.object({
    id: z.string().max(100),
    callback_id: z.string(),
    private_metadata: z.string(),
    state: z.object({
      values: z.object({
        reason: z.object({ reason: z.object({ selected_option: z.object({ value: z.string() }) }) }),
        note: z.object({ note: z.object({ value: z.string().nullish() }) }).optional(),
      }),
    }),
  }),
});

const originSchema = z.object({
  button: z.string().refine((button): button is AsksWhy => Object.hasOwn(faces, button)),
  portalId: z.int(),
  handoffId: z.int(),
  channel: z.string(),
  ts: z.string(),
  threadTs: z.string().nullable(),
});

/** Null: it is no form of ours. */
export function toSubmission({ user, team, view }: z.output<typeof submissionSchema>): Submission | null {
  const origin = originSchema.safeParse(parseJson(view.private_metadata));
  if (view.callback_id !== callbackId || !origin.success) return null;
  const { reason, note } = view.state.values;
  const chosen = shortenText(cleanText(reason.reason.selected_option.value), reasonLimit);
  const more = shortenText(cleanText(note?.note.value ?? ''), noteLimit);
  return {
    ...origin.data,
    id: view.id,
    reason: more === '' ? chosen : `${chosen}: ${more}`,
    userId: user.id,
    teamId: team.id,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
