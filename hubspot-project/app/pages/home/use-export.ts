import { useExtensionActions } from '@hubspot/ui-extensions';
import { toProblem } from '@zo/backend-client';
import type { HomeTableName } from '@zo/shared';
import { useState } from 'react';
import { askExport, type TableView } from './home-client.ts';
import { problemWords } from './problem-words.ts';

export type ExportState =
  | { status: 'none' }
  | { status: 'under way' }
  | { status: 'there'; fileName: string; csv: string; rows: number; isCut: boolean; isCopied: boolean }
  | { status: 'failed'; advice: string };

export type Export = { state: ExportState; begin: (view: TableView) => void; copy: () => void; close: () => void };

/** HubSpot gives a page no way to save a file: the text is shown, and copied where the browser lets us. */
export function useExport(baseUrl: unknown, name: HomeTableName): Export {
  const { copyTextToClipboard } = useExtensionActions<'pages'>();
  const [state, setState] = useState<ExportState>({ status: 'none' });

  function copied(isCopied: boolean): void {
    setState((now) => (now.status === 'there' ? { ...now, isCopied } : now));
  }
  function copyText(csv: string): void {
    copyTextToClipboard(csv).then(
      () => copied(true),
      () => copied(false),
    );
  }

  return {
    state,
    begin(view) {
      setState({ status: 'under way' });
      askExport(baseUrl, name, view).then(
        (answer) => {
          if (answer.status !== 'ready') return setState({ status: 'none' });
          setState({ ...answer, status: 'there', isCopied: false });
          copyText(answer.csv);
        },
        (error: unknown) => setState({ status: 'failed', advice: problemWords(toProblem(error)).advice }),
      );
    },
    copy() {
      if (state.status === 'there') copyText(state.csv);
    },
    close: () => setState({ status: 'none' }),
  };
}
