import type { ContactCardAnswer } from '@zo/shared';
import { useCallback, useEffect, useRef, useState } from 'react';
import { BackendProblem } from '../backend-client.ts';

export type ContactCardState =
  | { status: 'loading' }
  | { status: 'error'; problem: BackendProblem }
  /** `problem`: the latest refresh failed, so the answer is stale. `receivedAt` by this device's clock. */
  | { status: 'answered'; answer: ContactCardAnswer; receivedAt: number; problem: BackendProblem | null };

export type ContactCardQuery = ContactCardState & {
  isRefreshing: boolean;
  refresh: () => void;
  /** An answer that came with something else than a refresh. */
  receive: (answer: ContactCardAnswer) => void;
};

/**
 * Asks once at first, again every `refreshEveryMs` (null: never) and on `refresh`. An answer that arrives after a newer
 * request was made, or a newer answer was received, is dropped. Once something was shown, it stays while the next answer is on its way or fails.
 */
export function useContactCard(ask: () => Promise<ContactCardAnswer>, refreshEveryMs: number | null): ContactCardQuery {
  const [state, setState] = useState<ContactCardState>({ status: 'loading' });
  const [isRefreshing, setRefreshing] = useState(false);
  const newestRequest = useRef(0);
  const isAsking = useRef(false);

  const refresh = useCallback(() => {
    newestRequest.current += 1;
    const request = newestRequest.current;
    isAsking.current = true;
    setRefreshing(true);
    const show = (next: (previous: ContactCardState) => ContactCardState) => {
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

  const receive = useCallback((answer: ContactCardAnswer) => {
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

function afterProblem(previous: ContactCardState, problem: BackendProblem): ContactCardState {
  return previous.status === 'answered' ? { ...previous, problem } : { status: 'error', problem };
}

function toProblem(error: unknown): BackendProblem {
  return error instanceof BackendProblem ? error : new BackendProblem('failed', String(error));
}
