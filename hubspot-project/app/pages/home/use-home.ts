import { BackendProblem } from '@zo/backend-client';
import type { HomeAnswer } from '@zo/shared';
import { useCallback, useEffect, useRef, useState } from 'react';

export type HomeState =
  | { status: 'loading' }
  | { status: 'error'; problem: BackendProblem }
  /** `problem`: the latest refresh failed, so the answer is stale. `receivedAt` by this device's clock. */
  | { status: 'answered'; answer: HomeAnswer; receivedAt: number; problem: BackendProblem | null };

export type HomeQuery = HomeState & { isRefreshing: boolean; refresh: () => void };

/**
 * Asks once at first, again every `refreshEveryMs` (null: never) and on `refresh`. An answer that arrives after a newer
 * request was made is dropped. Once something was shown, it stays while the next answer is on its way or fails.
 */
export function useHome(ask: () => Promise<HomeAnswer>, refreshEveryMs: number | null): HomeQuery {
  const [state, setState] = useState<HomeState>({ status: 'loading' });
  const [isRefreshing, setRefreshing] = useState(false);
  const newestRequest = useRef(0);

  const refresh = useCallback(() => {
    newestRequest.current += 1;
    const request = newestRequest.current;
    setRefreshing(true);
    const show = (next: (previous: HomeState) => HomeState) => {
      if (request !== newestRequest.current) return;
      setRefreshing(false);
      setState(next);
    };
    ask().then(
      (answer) => show(() => ({ status: 'answered', answer, receivedAt: Date.now(), problem: null })),
      (error: unknown) =>
        show((previous) =>
          previous.status === 'answered'
            ? { ...previous, problem: toProblem(error) }
            : { status: 'error', problem: toProblem(error) },
        ),
    );
  }, [ask]);

  useEffect(() => {
    refresh();
    const timer = refreshEveryMs === null ? undefined : setInterval(refresh, refreshEveryMs);
    return () => {
      clearInterval(timer);
      newestRequest.current += 1;
    };
  }, [refresh, refreshEveryMs]);

  return { ...state, isRefreshing, refresh };
}

export function toProblem(error: unknown): BackendProblem {
  return error instanceof BackendProblem ? error : new BackendProblem('failed', String(error));
}
