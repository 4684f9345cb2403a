import { BackendProblem } from '@zo/backend-client';
import { useCallback, useEffect, useRef, useState } from 'react';

/** One page: what it holds, and what to ask for the one before it; null when there is none. */
export type Page<One, Place> = { items: One[]; older: Place | null };

export type Pages<One> = {
  items: One[];
  hasOlder: boolean;
  isLoading: boolean;
  /** The page that was asked for last did not come; what was there stays. */
  problem: BackendProblem | null;
  /** After a problem: what was asked for, once more. */
  loadOlder: () => void;
};

/**
 * Pages one after the other, the newest first. `ask` reads the page before a place, or the newest one; with another `ask`
 * it begins anew, and what was there stays until the answer has come. `first`: the newest page, where it is known already;
 * a fresh one takes the place of all the pages that were opened.
 */
export function usePages<One, Place>(
  ask: (before: Place | null) => Promise<Page<One, Place>>,
  first: Page<One, Place> | null,
): Pages<One> {
  const [page, setPage] = useState<Page<One, Place>>(first ?? { items: [], older: null });
  const [isLoading, setLoading] = useState(false);
  const [problem, setProblem] = useState<BackendProblem | null>(null);
  const newestRequest = useRef(0);
  const asked = useRef<Place | null>(null);

  const load = useCallback(
    (before: Place | null) => {
      newestRequest.current += 1;
      const request = newestRequest.current;
      asked.current = before;
      setLoading(true);
      setProblem(null);
      ask(before)
        .then((next) => {
          if (request !== newestRequest.current) return;
          setPage((shown) => (before === null ? next : { ...next, items: [...shown.items, ...next.items] }));
          setLoading(false);
        })
        .catch((error: unknown) => {
          if (request !== newestRequest.current) return;
          setProblem(error instanceof BackendProblem ? error : new BackendProblem('failed', String(error)));
          setLoading(false);
        });
    },
    [ask],
  );

  useEffect(() => {
    if (first !== null) setPage(first);
    else load(null);
    return () => {
      newestRequest.current += 1;
      setLoading(false);
    };
  }, [first, load]);

  const { items, older } = page;
  const loadOlder = () => load(problem === null ? older : asked.current);
  return { items, hasOlder: older !== null, isLoading, problem, loadOlder };
}
