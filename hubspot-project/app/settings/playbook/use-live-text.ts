/** A text that somebody writes and that becomes part of the draft: after a pause, when the field is left, or both. */
import { useCallback, useEffect, useRef, useState } from 'react';

export type LiveText = {
  text: string;
  onInput(now: string): void;
  /** The field was left, or sent. */
  onChange(now: string): void;
};

/** While somebody writes, what comes back of it does not move the words under their hands. `pauseMs`: null waits until the field is left. */
export function useLiveText(value: string, onCommit: (text: string) => void, pauseMs: number | null): LiveText {
  const [text, setText] = useState(value);
  const isWriting = useRef(false);
  const pending = useRef<string | null>(null);
  const known = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const commitNow = useRef(onCommit);
  commitNow.current = onCommit;

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const now = pending.current;
    pending.current = null;
    if (now === null || isSame(now, known.current)) return;
    known.current = now;
    commitNow.current(now);
  }, []);

  useEffect(() => {
    if (isWriting.current) return;
    known.current = value;
    setText(value);
  }, [value]);
  useEffect(() => flush, [flush]);

  return {
    text,
    onInput: useCallback(
      (now: string) => {
        isWriting.current = true;
        pending.current = now;
        setText(now);
        clearTimeout(timer.current);
        if (pauseMs !== null) timer.current = setTimeout(flush, pauseMs);
      },
      [flush, pauseMs],
    ),
    onChange: useCallback(
      (now: string) => {
        isWriting.current = false;
        pending.current = now;
        setText(now);
        flush();
      },
      [flush],
    ),
  };
}

function isSame(one: string, other: string): boolean {
  return one.trim() === other.trim();
}
