import { type BackendProblem, toProblem } from '@zo/backend-client';
import type { HomeTable } from '@zo/shared';
import { useEffect, useState } from 'react';
import { askTable, firstView, type TableView } from './home-client.ts';

export type TableQuery = {
  table: HomeTable;
  view: TableView;
  look: (change: Partial<TableView>) => void;
  isLoading: boolean;
  problem: BackendProblem | null;
};

type Fetched = { view: TableView; table: HomeTable };

/**
 * One table as somebody looks at it. Its first page came with the page; any other is asked for, and asked for again when the
 * page was refreshed. What is shown stays until the next answer is there.
 */
export function useTable(baseUrl: unknown, first: HomeTable): TableQuery {
  const [view, setView] = useState<TableView>(firstView);
  const [fetched, setFetched] = useState<Fetched | null>(null);
  const [problem, setProblem] = useState<BackendProblem | null>(null);
  const isFirst = view.sort === '' && view.filter.trim() === '' && view.page === 1;

  useEffect(() => {
    setProblem(null);
    if (isFirst) {
      setFetched(null);
      return;
    }
    let isWanted = true;
    askTable(baseUrl, first.name, view).then(
      (answer) => {
        if (isWanted && answer.status === 'ready') setFetched({ view, table: answer });
      },
      (error: unknown) => {
        if (isWanted) setProblem(toProblem(error));
      },
    );
    return () => {
      isWanted = false;
    };
  }, [baseUrl, first, view, isFirst]);

  return {
    table: isFirst ? first : (fetched?.table ?? first),
    view,
    // Another sort or filter begins at its first page.
    look: (change) => setView((now) => ({ ...now, page: 1, ...change })),
    isLoading: !isFirst && fetched?.view !== view && problem === null,
    problem,
  };
}
