/** The definition as a box to edit: who would be new is shown while one types, and nothing changes until it is saved. */
import type { DefinitionView, DraftChange, DraftView, PageState } from '../demo/page-state.ts';
import { answerOf } from './ask.ts';
import { byId, el, redraw } from './dom.ts';

export type DefinitionChoices = { save: (definition: string, version: number) => void; saving: boolean };

/** After the last key, so that a word typed in one go is asked about once. */
const pauseMs = 120;

let shown: DefinitionView | null = null;
let draft: DraftView | null = null;
let asked: { text: string; cancel: AbortController } | null = null;
let timer: ReturnType<typeof setTimeout> | null = null;
let choices: DefinitionChoices;

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
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => void simulate(), pauseMs);
    drawButtons();
  });
}

/** A new version in force takes the box over, unless somebody is editing it. */
export function drawDefinition(state: PageState): void {
  const { playbook } = state;
  if (playbook !== null && playbook.version !== shown?.version) {
    const wasEdited = isEdited() && box().value.trim() !== playbook.definition;
    shown = playbook;
    if (!wasEdited) putBack();
  }
  box().disabled = shown === null;
  byId('definition-version').textContent = shown === null ? '' : `version ${shown.version} is in force`;
  drawButtons();
}

function putBack(): void {
  box().value = shown?.definition ?? '';
  draft = null;
  asked?.cancel.abort();
  drawOutcome();
  drawButtons();
}

async function simulate(): Promise<void> {
  asked?.cancel.abort();
  if (!isEdited()) return putBack();
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
  drawOutcome();
  drawButtons();
}

function drawButtons(): void {
  const edited = isEdited();
  const isSavable = edited && draft?.outcome === 'simulated' && !draft.takesEveryone && asked?.text === box().value;
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
      { type: 'button', 'data-key': 'definition-back', 'aria-disabled': edited ? null : 'true', onclick: putBack },
      'Put it back',
    ),
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
    ...(draft === null
      ? [el('p', { class: 'hint' }, 'Change it, and see who would be new. Nothing is saved yet.')]
      : []),
    ...(mistake ? drawMistake(mistake) : []),
    ...(draft?.outcome === 'simulated' ? drawSimulated(draft) : []),
  );
}

/** The line that was typed, with carets under the mistake; a long one is cut around it. */
function drawMistake(mistake: Extract<DraftView, { outcome: 'mistaken' }>): HTMLElement[] {
  const { message, hint, line, column, length } = mistake;
  const typed = box().value.split('\n')[line - 1];
  const from = startOfWord(typed ?? '', column - 1 - 20);
  const words = (typed ?? '').slice(from, from + 46);
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

function drawSimulated(draft: Extract<DraftView, { outcome: 'simulated' }>): (HTMLElement | false)[] {
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
