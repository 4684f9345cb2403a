import { useCallback, useEffect, useRef, useState } from 'react';
import { type BackendProblem, toProblem } from './ask-backend.ts';

export type AnswerState<Answer> =
  | { status: 'loading' }
  | { status: 'error'; problem: BackendProblem }
  /** `problem`: the latest refresh failed, so the answer is stale. `receivedAt` by this device's clock. */
  | { status: 'answered'; answer: Answer; receivedAt: number; problem: BackendProblem | null };

export type AnswerQuery<Answer> = AnswerState<Answer> & {
  isRefreshing: boolean;
  refresh: () => void;
  /** An answer that came with something else than a refresh. */
  receive: (answer: Answer) => void;
};

/**
 * Asks once at first, again every `refreshEveryMs` (null: never) and on `refresh`. An answer that arrives after a newer
 * request was made, or a newer answer was received, is dropped. Once something was shown, it stays while the next answer is
 * on its way or fails.
 */
export function useAnswer<Answer>(
  ask: () => Promise<Answer>,
  refreshEveryMs: number | null = null,
): AnswerQuery<Answer> {
  const [state, setState] = useState<AnswerState<Answer>>({ status: 'loading' });
  const [isRefreshing, setRefreshing] = useState(false);
  const newestRequest = useRef(0);
  const isAsking = useRef(false);

  const refresh = useCallback(() => {
    newestRequest.current += 1;
    const request = newestRequest.current;
    isAsking.current = true;
    setRefreshing(true);
    const show = (next: (previous: AnswerState<Answer>) => AnswerState<Answer>) => {
      if (request !== newestRequest.current) return;
      isAsking.current = false;
      setRefreshing(false);
      setState(next);
    };
    ask().then(
      (answer) => show(() => ({ status: 'answered', answer, receivedAt: Date.now(), problem: null })),
      (error: unknown) => show((previous) => afterProblem(previous, toProblem(error))),
    );
  }, [ask]);

  const receive = useCallback((answer: Answer) => {
    newestRequest.current += 1;
    isAsking.current = false;
    setRefreshing(false);
    setState({ status: 'answered', answer, receivedAt: Date.now(), problem: null });
  }, []);

  useEffect(() => {
    refresh();
    const timer =
      refreshEveryMs === null
        ? undefined
        : setInterval(() => {
            if (!isAsking.current) refresh();
          }, refreshEveryMs);
    return () => {
      clearInterval(timer);
      newestRequest.current += 1;
    };
  }, [refresh, refreshEveryMs]);

  return { ...state, isRefreshing, refresh, receive };
}

function afterProblem<Answer>(previous: AnswerState<Answer>, problem: BackendProblem): AnswerState<Answer> {
  return previous.status === 'answered' ? { ...previous, problem } : { status: 'error', problem };
}
