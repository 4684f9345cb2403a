import { BackendProblem } from '@zo/backend-client';
import { useCallback, useEffect, useRef, useState } from 'react';

export type AnswerState<Answer> =
  | { status: 'loading' }
  | { status: 'error'; problem: BackendProblem }
  /** `problem`: the latest refresh failed, so the answer is stale. `receivedAt` by this device's clock. */
  | { status: 'answered'; answer: Answer; receivedAt: number; problem: BackendProblem | null };

export type AnswerQuery<Answer> = AnswerState<Answer> & { isRefreshing: boolean; refresh: () => void };

/** Asks once, and again on `refresh`. What was shown stays while the next answer is on its way, or fails. */
export function useAnswer<Answer>(ask: () => Promise<Answer>): AnswerQuery<Answer> {
  const [state, setState] = useState<AnswerState<Answer>>({ status: 'loading' });
  const [isRefreshing, setRefreshing] = useState(false);
  const newestRequest = useRef(0);

  const refresh = useCallback(() => {
    newestRequest.current += 1;
    const request = newestRequest.current;
    setRefreshing(true);
    const show = (next: (previous: AnswerState<Answer>) => AnswerState<Answer>) => {
      if (request !== newestRequest.current) return;
      setRefreshing(false);
      setState(next);
    };
    ask().then(
      (answer) => show(() => ({ status: 'answered', answer, receivedAt: Date.now(), problem: null })),
      (error: unknown) => show((previous) => afterProblem(previous, toProblem(error))),
    );
  }, [ask]);

  useEffect(() => {
    refresh();
    return () => {
      newestRequest.current += 1;
    };
  }, [refresh]);

  return { ...state, isRefreshing, refresh };
}

function afterProblem<Answer>(previous: AnswerState<Answer>, problem: BackendProblem): AnswerState<Answer> {
  return previous.status === 'answered' ? { ...previous, problem } : { status: 'error', problem };
}

export function toProblem(error: unknown): BackendProblem {
  return error instanceof BackendProblem ? error : new BackendProblem('failed', String(error));
}
