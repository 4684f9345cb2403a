/** The definition as a box to edit: who would be new is shown while one types, and nothing changes until it is saved. */
import type { DefinitionView, DraftChange, DraftView, PageState } from '../demo/page-state.ts';
import { answerOf } from './ask.ts';
import { byId, el, redraw } from './dom.ts';

export type DefinitionChoices = { save: (definition: string, version: number) => void; saving: boolean };

/** After the last key, so that a word typed in one go is asked about once. */
const pauseMs = 120;
/** After people did something in the product: they do more than one thing at a time. */
const recountPauseMs = 600;

type Simulated = Extract<DraftView, { outcome: 'simulated' }>;
type Question = { text: string; cancel: AbortController };

let shown: DefinitionView | null = null;
let draft: DraftView | null = null;
let asked: Question | null = null;
/** The question that `draft` answers. */
let answered: Question | null = null;
let timer: ReturnType<typeof setTimeout> | null = null;
let choices: DefinitionChoices;
/** Who became ready by the version that was saved here last; shown until the sentence is edited again. */
let saved: { version: number; draft: Simulated } | null = null;

function box(): HTMLTextAreaElement {
  return byId('definition-text') as HTMLTextAreaElement;
}

function isEdited(): boolean {
  return shown !== null && box().value.trim() !== shown.definition;
}

export function followDefinition(with_: DefinitionChoices): void {
  choices = with_;
  // It scrolls, by keyboard too.
  byId('definition-outcome').tabIndex = 0;
  box().addEventListener('input', () => {
    simulateAfter(pauseMs);
    drawButtons();
  });
}

/** People have changed since the draft was held against them: it is counted again. */
export function recountDraft(): void {
  if (isEdited()) simulateAfter(recountPauseMs);
}

function simulateAfter(pause: number): void {
  if (timer !== null) clearTimeout(timer);
  timer = setTimeout(() => void simulate(), pause);
}

/** A new version in force takes the box over, unless somebody is editing it. */
export function drawDefinition(state: PageState): void {
  const { playbook } = state;
  if (playbook !== null && playbook.version !== shown?.version) {
    const isOurs = asked !== null && asked.text.trim() === playbook.definition;
    saved = isOurs && draft?.outcome === 'simulated' ? { version: playbook.version, draft } : null;
    const wasEdited = isEdited() && box().value.trim() !== playbook.definition;
    shown = playbook;
    if (!wasEdited) showInForce();
  }
  box().disabled = shown === null;
  byId('definition-version').textContent = shown === null ? '' : `version ${shown.version} is in force`;
  drawButtons();
}

function putBack(): void {
  saved = null;
  showInForce();
}

function showInForce(): void {
  box().value = shown?.definition ?? '';
  draft = null;
  asked?.cancel.abort();
  drawOutcome();
  drawButtons();
}

/** The words are those in force again; the box itself is left alone, with the space that was typed last. */
function forgetDraft(): void {
  if (draft === null) return;
  draft = null;
  drawOutcome();
  drawButtons();
}

async function simulate(): Promise<void> {
  asked?.cancel.abort();
  if (!isEdited()) return forgetDraft();
  saved = null;
  const before = JSON.stringify([draft, answered?.text]);
  const question = { text: box().value, cancel: new AbortController() };
  asked = question;
  try {
    const answer = await answerOf<DraftView>('/api/draft', { definition: question.text }, question.cancel.signal);
    if (asked !== question) return;
    draft = answer;
  } catch (error) {
    if (question.cancel.signal.aborted) return;
    const message = error instanceof Error ? error.message : String(error);
    draft = { outcome: 'mistaken', message, hint: '', line: 0, column: 0, length: 0 };
  }
  answered = question;
  // The same answer is not drawn, and not read out, again.
  if (JSON.stringify([draft, question.text]) !== before) drawOutcome();
  drawButtons();
}

function drawButtons(): void {
  const edited = isEdited();
  const isCounting = edited && (asked?.text !== box().value || answered !== asked);
  const busy = choices.saving ? 'HubSpot’s workflow follows …' : isCounting ? 'Counting …' : '';
  const isSavable = edited && draft?.outcome === 'simulated' && !draft.takesEveryone && !isCounting;
  redraw(
    byId('definition-buttons'),
    el(
      'button',
      {
        type: 'button',
        class: 'primary',
        'data-key': 'definition-save',
        'aria-disabled': isSavable && !choices.saving ? null : 'true',
        onclick: () => {
          if (isSavable && !choices.saving && shown) choices.save(box().value.trim(), shown.version);
        },
      },
      choices.saving ? 'Saving …' : `Save as version ${(shown?.version ?? 0) + 1}`,
    ),
    el(
      'button',
      {
        type: 'button',
        'data-key': 'definition-back',
        'aria-disabled': edited && !choices.saving ? null : 'true',
        onclick: () => {
          if (edited && !choices.saving) putBack();
        },
      },
      'Put it back',
    ),
    busy !== '' && el('span', { class: 'hint definition-busy' }, busy),
  );
}

export function redrawDefinitionButtons(): void {
  drawButtons();
}

function drawOutcome(): void {
  const mistake = draft?.outcome === 'mistaken' ? draft : null;
  box().setAttribute('aria-invalid', mistake ? 'true' : 'false');
  redraw(
    byId('definition-outcome'),
    ...(draft === null && saved === null
      ? [
          el(
            'p',
            { class: 'hint' },
            'Change a word or a number, and see here who would be new. Nothing changes until it is saved.',
          ),
        ]
      : []),
    ...(draft === null && saved !== null ? drawSaved(saved) : []),
    ...(mistake ? drawMistake(mistake) : []),
    ...(draft?.outcome === 'simulated' ? drawSimulated(draft) : []),
  );
}

/** The line that was typed, with carets under the mistake; a long one is cut around it. */
function drawMistake(mistake: Extract<DraftView, { outcome: 'mistaken' }>): HTMLElement[] {
  const { message, hint, line, column, length } = mistake;
  if (box().value.trim() === '') {
    return [el('p', { class: 'mistake' }, 'Write when a free user becomes an SQL, or put it back.')];
  }
  const typed = box().value.split('\n')[line - 1];
  const from = startOfWord(typed ?? '', column - 1 - 14);
  const words = (typed ?? '').slice(from, from + 41);
  const carets = '^'.repeat(Math.max(1, Math.min(length, words.length - (column - 1 - from))));
  const where =
    typed === undefined
      ? []
      : [el('pre', { class: 'mistake-place' }, `${words}\n${' '.repeat(Math.max(0, column - 1 - from))}${carets}`)];
  return [...where, el('p', { class: 'mistake' }, hint === '' ? message : `${message} (${hint})`)];
}

/** The first word that begins at or after the place. */
function startOfWord(text: string, place: number): number {
  return place <= 0 ? 0 : text.indexOf(' ', place) + 1;
}

function drawSaved({ version, draft }: { version: number; draft: Simulated }): HTMLElement[] {
  const { addedCount, added } = draft;
  const shownNames = added.map((one) => one.name).join(', ');
  const names = addedCount > added.length ? `${shownNames} and ${addedCount - added.length} more` : shownNames;
  return [
    el('p', { class: 'draft-headline' }, `Version ${version} is in force.`),
    el(
      'p',
      { class: 'hint' },
      addedCount === 0
        ? 'Nobody is new by it.'
        : `Ready by it, listed and not alerted until their next crossing: ${names}.`,
    ),
  ];
}

function drawSimulated(draft: Simulated): (HTMLElement | false)[] {
  const { readyNow, readyThen, addedCount, removedCount, notRead, takesEveryone, people } = draft;
  return [
    el(
      'p',
      { class: 'draft-headline' },
      `${readyNow} ready; with this draft `,
      el('strong', {}, String(readyThen)),
      `: +${addedCount}, −${removedCount}`,
    ),
    takesEveryone &&
      el('p', { class: 'mistake' }, `It makes ${readyThen} of ${people} people ready: hardly a definition.`),
    addedCount + removedCount > 0 &&
      el(
        'ul',
        { class: 'draft-people' },
        ...draft.added.map((one) => drawChange('new', one)),
        ...draft.removed.map((one) => drawChange('no longer', one)),
        addedCount + removedCount > draft.added.length + draft.removed.length &&
          el('li', {}, `and ${addedCount + removedCount - draft.added.length - draft.removed.length} more`),
      ),
    addedCount + removedCount === 0 &&
      el('p', { class: 'hint' }, `Nobody of the ${people} people in the product would change.`),
    addedCount > 0 && el('p', { class: 'hint' }, 'When saved they are listed, and alerted at their next crossing.'),
    notRead !== '' && el('p', { class: 'hint' }, notRead),
  ];
}

function drawChange(kind: 'new' | 'no longer', { name, company, why, heldBack }: DraftChange): HTMLElement {
  return el(
    'li',
    {},
    el('span', { class: kind === 'new' ? 'pill done' : 'pill failed' }, kind),
    ' ',
    el('strong', {}, name),
    company === '' ? '' : `, ${company}`,
    el('span', { class: 'hint' }, ` ${why}${heldBack === '' ? '' : `; ${heldBack}`}`),
  );
}
