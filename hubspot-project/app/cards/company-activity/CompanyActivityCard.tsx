import { useExtensionContext } from '@hubspot/ui-extensions';
import { askBackend, ErrorScreen, useAnswer } from '@zo/backend-client';
import { type CompanyCardAnswer, companyCardPath } from '@zo/shared';
import { useCallback } from 'react';
import { NotConnectedScreen } from '../product-activity/NotConnectedScreen.tsx';
import { problemWords } from '../product-activity/problem-words.ts';
import { CompanyEmptyScreen } from './CompanyEmptyScreen.tsx';
import { CompanyLoadingScreen } from './CompanyLoadingScreen.tsx';
import { CompanyScreen } from './CompanyScreen.tsx';

const aMinute = 60_000;

/** The card on a company's sidebar. `refreshEveryMs`: null asks only once. */
export function CompanyActivityCard({ refreshEveryMs = aMinute }: { refreshEveryMs?: number | null }) {
  const { crm, variables } = useExtensionContext<'crm.record.sidebar'>();
  const baseUrl = variables?.BASE_URL;
  const ask = useCallback(
    () => askBackend<CompanyCardAnswer>(baseUrl, `${companyCardPath}?companyId=${crm.objectId}`),
    [baseUrl, crm.objectId],
  );
  const query = useAnswer(ask, refreshEveryMs);
  if (query.status === 'loading') return <CompanyLoadingScreen />;
  if (query.status === 'error')
    return <ErrorScreen problem={query.problem} words={problemWords(query.problem)} onRetry={query.refresh} />;
  const { answer, receivedAt, problem, isRefreshing, refresh } = query;
  if (answer.status === 'not connected') return <NotConnectedScreen missing={answer.missing} onRetry={refresh} />;
  if (answer.status === 'empty') return <CompanyEmptyScreen eventsReceived={answer.eventsReceived} />;
  const now = answer.asOf + Date.now() - receivedAt;
  return <CompanyScreen card={answer} now={now} problem={problem} isRefreshing={isRefreshing} onRefresh={refresh} />;
}
