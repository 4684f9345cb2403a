import type { PlaybookForm, PlaybookProblem } from '@zo/shared';
import type { Draft } from './use-draft.ts';
import type { ReadyPlaybook } from './use-playbook.ts';

/** What every part of the form is given. */
export type FormProps = {
  form: PlaybookForm;
  draft: Draft;
  tab: ReadyPlaybook;
  canEdit: boolean;
  /** By the backend's clock. */
  now: number;
  /** What is typed is checked after this pause. */
  typingPauseMs: number;
};

/** The first problem of one field, or of one item of it. */
export function problemAt({ checked }: Draft, path: string, item: number | null = null): PlaybookProblem | undefined {
  return checked.problems.find(({ place }) => place?.path === path && (item === null || place.item === item));
}

/** What is said below a field. */
export function problemProps(problem: PlaybookProblem | undefined): { error: boolean; validationMessage?: string } {
  if (problem === undefined) return { error: false };
  const { message, line, column, nearest, suggestion } = problem;
  const advice = nearest !== null ? `. Did you mean ${nearest}?` : suggestion !== null ? `. Write ${suggestion}` : '';
  return { error: true, validationMessage: `${message}${advice} (line ${line}, column ${column})` };
}
