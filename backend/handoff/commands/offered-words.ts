/** What is said of each thing that the card offers: its name, what it does, what has to be chosen or said. */
import { type CardAction, type CardCommand, durationInWords, gateMeaning, localMoment, printDays } from '@zo/shared';
import type { PortalState } from '../../portals/portal-state.ts';
import { readyByOf } from '../crossing-receipt.ts';
import type { PreviousDecision } from '../decision.ts';
import type { Handoff } from '../handoff.ts';
import { snoozeChoices } from './command.ts';
import { cardReturnReasons, wrongPersonReasons } from './reasons.ts';
import { snoozeWords } from './snooze-until.ts';
import { takersOf } from './takers.ts';

export type AboutAction = {
  state: PortalState;
  colleagues: { contactId: string; name: string }[];
  now: number;
};

type Face = Omit<CardAction, 'command' | 'handoffId'>;
type Offered = Exclude<CardCommand, 'hand off'>;

const plainFace: Omit<Face, 'label'> = { confirm: null, needsReason: false, reasons: [], choice: null };
const undoable = 'It can be undone for 30 days.';

export function faceOf(command: Offered, handoff: Handoff, about: AboutAction): Face {
  return { ...plainFace, ...faces[command](handoff, about) };
}

const faces: Record<Offered, (handoff: Handoff, about: AboutAction) => Pick<Face, 'label'> & Partial<Face>> = {
  accept: () => ({ label: 'I’m on it' }),
  claim: ({ owner }) => ({ label: 'Claim', confirm: owner && `It goes from ${owner.name} to you.` }),
  call: () => ({ label: 'Called', confirm: 'The call is logged in HubSpot as made now.' }),
  snooze: ({ dueAt }, { state, now }) => ({
    label: 'Snooze',
    confirm: `Reminders wait.${dueAt === null ? '' : ` The first call stays due ${localMoment(dueAt, state.portal.timeZone, now)}.`}`,
    choice: {
      label: 'How long',
      isRequired: true,
      options: snoozeChoices.map((value) => ({ value, label: snoozeWords[value] })),
    },
  }),
  reassign: (handoff, { state, now }) => ({
    label: 'Reassign',
    confirm: `Whoever gets it is alerted now${handoff.touch === null ? ', and has the whole time to the first call' : ''}.`,
    choice: {
      label: 'Who gets it',
      isRequired: true,
      options: takersOf(handoff, state, now).map(({ email, name, away }) => ({
        value: email,
        label: away === null ? name : `${name}, ${away}`,
      })),
    },
  }),
  return: ({ question, owner }, { state }) => ({
    label: 'Return to marketing',
    confirm: `${whyReturn(question)}The stage becomes MQL${owner?.setByUs ? ' and the owner is cleared' : ''}. ${coolsDown(state)}`,
    ...(question === null && { needsReason: true, reasons: cardReturnReasons }),
  }),
  keep: () => ({ label: 'Keep' }),
  'not a fit': (_handoff, { state }) => ({
    label: 'Not a fit',
    confirm: `The handoff ends, and this person is not handed off again. ${undoable}`,
    needsReason: true,
    reasons: state.playbook.notAFit.reasons,
  }),
  'wrong person': (_handoff, { colleagues }) => ({
    label: 'Wrong person',
    confirm: `The handoff ends, and this person is not handed off again; the lead status stays as it is. ${undoable}`,
    needsReason: true,
    reasons: wrongPersonReasons,
    choice:
      colleagues.length === 0
        ? null
        : {
            label: 'Hand off instead',
            isRequired: false,
            options: colleagues.map(({ contactId, name }) => ({ value: contactId, label: name })),
          },
  }),
  undo: ({ owner, ending }, { colleagues }) => ({
    label: `Undo “${ending?.kind ?? 'not a fit'}”`,
    confirm: `It goes on where it was${owner === null ? '' : `, with ${owner.name}`}.${colleagueWords(ending, colleagues)}`,
  }),
  approve: () => ({ label: 'Approve', confirm: 'It is handed off now.' }),
  reject: (_handoff, { state }) => ({
    label: 'Reject',
    confirm: `Nobody is alerted. ${coolsDown(state)}`,
    needsReason: true,
    reasons: state.playbook.notAFit.reasons,
  }),
};

/** `decision`: why nobody has handed this person off by itself. */
export function handOffFace(toOneself: boolean, decision: PreviousDecision | null, { state }: AboutAction): Face {
  const before =
    decision === null ? '' : `This person ${gateMeaning(decision.gate, readyByOf(decision.decision.crossing))}. `;
  const minutes = state.playbook.handoff.firstCallDueMinutes;
  return {
    ...plainFace,
    label: 'Hand off now',
    confirm: `${before}Whoever gets it is alerted now, and the first call is due within ${durationInWords(minutes)} of working time.`,
    needsReason: true,
    choice: toOneself
      ? {
          label: 'Who gets it',
          isRequired: true,
          options: [
            { value: 'rules', label: 'Whoever the rules say' },
            { value: 'oneself', label: 'Me' },
          ],
        }
      : null,
  };
}

/** What becomes of the colleague who was handed off instead. */
function colleagueWords(ending: Handoff['ending'], colleagues: AboutAction['colleagues']): string {
  if (ending?.instead === undefined) return '';
  const name = colleagues.find(({ contactId }) => contactId === ending.instead)?.name ?? 'the colleague';
  return ` A handoff of ${name} that was opened instead is withdrawn, unless somebody has acted on it.`;
}

function whyReturn(question: Handoff['question']): string {
  return question === null ? '' : `It goes back: ${question.reasons.join('; ')}. `;
}

function coolsDown({ playbook }: PortalState): string {
  return `No handoff for ${printDays(playbook.cooldownDays)}.`;
}
