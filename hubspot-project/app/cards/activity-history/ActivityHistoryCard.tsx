import { useExtensionContext } from '@hubspot/ui-extensions';
import { askBackend, ErrorScreen, useAnswer } from '@zo/backend-client';
import { type ContactHistoryAnswer, contactHistoryPath } from '@zo/shared';
import { useCallback } from 'react';
import { NotConnectedScreen } from '../product-activity/NotConnectedScreen.tsx';
import { problemWords } from '../product-activity/problem-words.ts';
import { HistoryEmptyScreen } from './HistoryEmptyScreen.tsx';
import { HistoryLoadingScreen } from './HistoryLoadingScreen.tsx';
import { HistoryScreen } from './HistoryScreen.tsx';

/** The card in a contact's tab. It is read, not watched: it asks again only when somebody says so. */
export function ActivityHistoryCard() {
  const { crm, variables } = useExtensionContext<'crm.record.tab'>();
  const baseUrl = variables?.BASE_URL;
  const ask = useCallback(
    () => askBackend<ContactHistoryAnswer>(baseUrl, `${contactHistoryPath}?contactId=${crm.objectId}`),
    [baseUrl, crm.objectId],
  );
  const query = useAnswer(ask, null);
  if (query.status === 'loading') return <HistoryLoadingScreen />;
  if (query.status === 'error')
    return <ErrorScreen problem={query.problem} words={problemWords(query.problem)} onRetry={query.refresh} />;
  const { answer, problem, isRefreshing, refresh } = query;
  if (answer.status === 'not connected') return <NotConnectedScreen missing={answer.missing} onRetry={refresh} />;
  if (answer.status === 'empty') return <HistoryEmptyScreen eventsReceived={answer.eventsReceived} />;
  return (
    <HistoryScreen
      history={answer}
      contactId={crm.objectId}
      baseUrl={baseUrl}
      problem={problem}
      isRefreshing={isRefreshing}
      onRefresh={refresh}
    />
  );
}
