import { EmptyState, Flex, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import { type AnswerQuery, ErrorScreen } from '@zo/backend-client';
import type { SettingsHead } from '@zo/shared';
import type { ReactNode } from 'react';
import { problemWords } from './problem-words.ts';
import { ReadOnlyNotice } from './ReadOnlyNotice.tsx';
import { StaleNotice } from './StaleNotice.tsx';

type Ready = { status: 'ready' } & SettingsHead;
type Props<Answer extends { status: string }> = {
  query: AnswerQuery<Answer>;
  /** "the write keys" */
  what: string;
  children: (answer: Extract<Answer, Ready>, now: number) => ReactNode;
};

/** What every tab has: loading, an error, nothing connected, an old answer, and why nothing can be changed. */
export function TabScreen<Answer extends { status: string }>({ query, what, children }: Props<Answer>) {
  if (query.status === 'loading') {
    return <LoadingSpinner label={`Loading ${what}`} showLabel={true} layout="centered" />;
  }
  if (query.status === 'error')
    return <ErrorScreen problem={query.problem} words={problemWords(query.problem)} onRetry={query.refresh} />;
  if (query.answer.status !== 'ready') {
    return <NotConnected why={'why' in query.answer ? String(query.answer.why) : undefined} />;
  }
  const answer = query.answer as Extract<Answer, Ready>;
  const now = answer.asOf + Date.now() - query.receivedAt;
  const { readOnly } = answer.you;
  return (
    <Flex direction="column" gap="medium">
      <StaleNotice problem={query.problem} asOf={answer.asOf} timeZone={answer.portal.timeZone} />
      {readOnly === null ? null : <ReadOnlyNotice reason={readOnly} />}
      {children(answer, now)}
    </Flex>
  );
}

function NotConnected({ why }: { why?: string }) {
  return (
    <EmptyState title="Zo Handoff is not connected" imageName="integrations" layout="vertical" flush={true}>
      <Text>{why ?? 'This HubSpot account is not connected to Zo Handoff yet.'}</Text>
      <Text variant="microcopy">
        An administrator connects it by installing the app, or by setting HUBSPOT_PORTAL_ID and its token on the
        service.
      </Text>
    </EmptyState>
  );
}
