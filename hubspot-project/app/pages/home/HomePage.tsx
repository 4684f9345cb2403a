import { useExtensionContext } from '@hubspot/ui-extensions';
import { ErrorScreen, useAnswer } from '@zo/backend-client';
import { useCallback } from 'react';
import { askHome } from './home-client.ts';
import { LoadingScreen } from './LoadingScreen.tsx';
import { NotConnectedScreen } from './NotConnectedScreen.tsx';
import { problemWords } from './problem-words.ts';
import { ReadyScreen } from './ReadyScreen.tsx';

const aMinute = 60_000;

/** The app's home: whether it works, and who is one step short. `refreshEveryMs`: null asks only once. */
export function HomePage({ refreshEveryMs = aMinute }: { refreshEveryMs?: number | null }) {
  const baseUrl = useExtensionContext<'pages'>().variables?.BASE_URL;
  const ask = useCallback(() => askHome(baseUrl), [baseUrl]);
  const query = useAnswer(ask, refreshEveryMs);
  if (query.status === 'loading') return <LoadingScreen />;
  if (query.status === 'error')
    return <ErrorScreen problem={query.problem} words={problemWords(query.problem)} onRetry={query.refresh} />;
  const { answer, receivedAt, problem, isRefreshing, refresh } = query;
  if (answer.status === 'not connected') return <NotConnectedScreen missing={answer.missing} onRetry={refresh} />;
  const now = answer.asOf + Date.now() - receivedAt;
  const stale = { problem, isRefreshing, onRefresh: refresh };
  return <ReadyScreen home={answer} now={now} baseUrl={baseUrl} {...stale} />;
}
