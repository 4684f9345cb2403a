/** The text as it is being written: checked while somebody types, edited in place by the form, never saved by itself. */
import { type BackendProblem, toProblem } from '@zo/backend-client';
import type { CheckedPlaybook, PlaybookEdit } from '@zo/shared';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { SettingsClient } from '../asking/settings-client.ts';
import { whenFree } from '../asking/when-free.ts';

export type Draft = {
  source: string;
  checked: CheckedPlaybook;
  /** `checked` is about an older text: the newest is on its way. */
  isChecking: boolean;
  /** The last check or edit had no answer. */
  problem: BackendProblem | null;
  /** An edit of the form that could not be written into the text, and why. */
  refusal: string | null;
  /** The text is checked after a pause. */
  type(source: string): void;
  /** Checked at once. */
  replace(source: string): void;
  edit(...edits: PlaybookEdit[]): void;
};

type State = Pick<Draft, 'source' | 'checked' | 'isChecking' | 'problem' | 'refusal'>;

export type DraftStart = { source: string; checked: CheckedPlaybook };

/** Null until there is something to begin with; begins anew whenever `start` is another one. */
export function useDraft(
  client: Pick<SettingsClient, 'check' | 'edit'>,
  start: DraftStart | null,
  typingPauseMs: number,
): Draft | null {
  const [state, setState] = useState<State | null>(null);
  const source = useRef('');
  const newest = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const edits = useRef<Promise<void>>(Promise.resolve());

  useEffect(() => {
    if (start === null) return;
    newest.current += 1;
    clearTimeout(timer.current);
    source.current = start.source;
    setState({ ...start, isChecking: false, problem: null, refusal: null });
  }, [start]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const change = useCallback((next: Partial<State>) => {
    if (next.source !== undefined) source.current = next.source;
    setState((previous) => previous && { ...previous, ...next });
  }, []);

  const check = useCallback(
    async (text: string) => {
      newest.current += 1;
      const request = newest.current;
      try {
        const isNewest = () => request === newest.current;
        const answer = await whenFree(() => client.check(text), isNewest);
        if (!isNewest() || answer?.status !== 'checked') return;
        change({ checked: answer.checked, isChecking: false, problem: null });
      } catch (error) {
        if (request === newest.current) change({ isChecking: false, problem: toProblem(error) });
      }
    },
    [client, change],
  );

  const replace = useCallback(
    (text: string) => {
      clearTimeout(timer.current);
      change({ source: text, isChecking: true, refusal: null });
      void check(text);
    },
    [change, check],
  );

  const type = useCallback(
    (text: string) => {
      clearTimeout(timer.current);
      newest.current += 1;
      change({ source: text, isChecking: true, refusal: null });
      timer.current = setTimeout(() => void check(text), typingPauseMs);
    },
    [change, check, typingPauseMs],
  );

  /** One after the other: each is made in the text that the one before has left. */
  const edit = useCallback(
    (...wanted: PlaybookEdit[]) => {
      clearTimeout(timer.current);
      change({ isChecking: true, refusal: null });
      edits.current = edits.current.then(async () => {
        newest.current += 1;
        const request = newest.current;
        try {
          const isNewest = () => request === newest.current;
          const answer = await whenFree(() => client.edit(source.current, wanted), isNewest);
          if (!isNewest() || answer === null) return;
          if (answer.status === 'edited') {
            change({ source: answer.source, checked: answer.checked, isChecking: false, problem: null });
          } else change({ isChecking: false, refusal: answer.status === 'refused' ? answer.reason : null });
        } catch (error) {
          if (request === newest.current) change({ isChecking: false, problem: toProblem(error) });
        }
      });
    },
    [client, change],
  );

  return state && { ...state, type, replace, edit };
}
