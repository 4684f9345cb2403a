import { BackendProblem } from '@zo/backend-client';
import type { CardAction, ContactCardAnswer, HandoffCommandAnswer, HandoffCommandRequest } from '@zo/shared';
import { useCallback, useRef, useState } from 'react';
import { newKey } from './new-key.ts';

export type Said = { reason: string | null; choice: string | null };

/** What came of the newest thing somebody did here. */
export type ActResult =
  | { status: HandoffCommandAnswer['status']; say: string; at: number }
  /** No answer: it may have been done. */
  | { status: 'problem'; problem: BackendProblem; action: CardAction; said: Said };

export type HandoffCommand = {
  /** What is being confirmed, or is under way; null: nothing. */
  chosen: CardAction | null;
  isRunning: boolean;
  result: ActResult | null;
  /** Asks first where there is something to confirm, to say or to choose; else does it. */
  choose: (action: CardAction) => void;
  cancel: () => void;
  run: (action: CardAction, said: Said) => void;
};

export type Asked = Omit<HandoffCommandRequest, 'contactId'>;
type Send = (asked: Asked) => Promise<HandoffCommandAnswer>;

/**
 * One thing at a time. Its key stays the same until an answer has come, so that trying again does nothing twice; a second press
 * while one is under way is ignored.
 */
export function useHandoffCommand(send: Send, receive: (card: ContactCardAnswer) => void): HandoffCommand {
  const [chosen, setChosen] = useState<CardAction | null>(null);
  const [isRunning, setRunning] = useState(false);
  const [result, setResult] = useState<ActResult | null>(null);
  const underWay = useRef(false);
  const key = useRef<string | null>(null);

  const run = useCallback(
    (action: CardAction, said: Said) => {
      if (underWay.current) return;
      underWay.current = true;
      key.current ??= newKey();
      setChosen(action);
      setRunning(true);
      setResult(null);
      const end = (next: ActResult) => {
        underWay.current = false;
        setRunning(false);
        setResult(next);
      };
      send(requestOf(action, said, key.current)).then(
        ({ status, say, card }) => {
          key.current = null;
          setChosen(null);
          receive(card);
          end({ status, say, at: Date.now() });
        },
        (error: unknown) => end({ status: 'problem', problem: toProblem(error), action, said }),
      );
    },
    [send, receive],
  );

  const choose = useCallback(
    (action: CardAction) => {
      if (underWay.current) return;
      key.current = null;
      setResult(null);
      if (needsForm(action)) setChosen(action);
      else run(action, { reason: null, choice: null });
    },
    [run],
  );

  const cancel = useCallback(() => {
    key.current = null;
    setChosen(null);
    setResult(null);
  }, []);

  return { chosen, isRunning, result, choose, cancel, run };
}

export function needsForm({ confirm, needsReason, choice }: CardAction): boolean {
  return confirm !== null || needsReason || choice !== null;
}

function requestOf({ command, handoffId }: CardAction, { reason, choice }: Said, idempotencyKey: string) {
  return {
    handoffId,
    command,
    ...(reason === null ? {} : { reason }),
    ...(choice === null ? {} : { choice }),
    idempotencyKey,
  };
}

function toProblem(error: unknown): BackendProblem {
  return error instanceof BackendProblem ? error : new BackendProblem('failed', String(error));
}
