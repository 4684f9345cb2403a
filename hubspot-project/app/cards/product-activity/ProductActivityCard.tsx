import { useExtensionActions, useExtensionContext } from '@hubspot/ui-extensions';
import { type AnswerQuery, ErrorScreen, useAnswer } from '@zo/backend-client';
import type { ContactCardAnswer } from '@zo/shared';
import { useCallback, useEffect, useRef, useState } from 'react';
import { askContactCard, runHandoffCommand } from '../backend-client.ts';
import { EmptyScreen } from './EmptyScreen.tsx';
import { LinkedNotice } from './LinkedNotice.tsx';
import { LoadingScreen } from './LoadingScreen.tsx';
import { NotConnectedScreen } from './NotConnectedScreen.tsx';
import { problemWords } from './problem-words.ts';
import { ReadyScreen } from './ReadyScreen.tsx';
import { useFollowUp } from './use-follow-up.ts';
import { type Asked, type HandoffCommand, useHandoffCommand } from './use-handoff-command.ts';

const halfAMinute = 30_000;

/** The card on a contact's sidebar. `refreshEveryMs`: null asks only once. */
export function ProductActivityCard({ refreshEveryMs = halfAMinute }: { refreshEveryMs?: number | null }) {
  const { crm, variables } = useExtensionContext<'crm.record.sidebar'>();
  const baseUrl = variables?.BASE_URL;
  const ask = useCallback(() => askContactCard(baseUrl, crm.objectId), [baseUrl, crm.objectId]);
  const query = useAnswer(ask, refreshEveryMs);
  useRecordUpdates(query.refresh);
  const command = useCommand(baseUrl, crm.objectId, query, refreshEveryMs !== null);
  if (query.status === 'loading') return <LoadingScreen />;
  if (query.status === 'error')
    return <ErrorScreen problem={query.problem} words={problemWords(query.problem)} onRetry={query.refresh} />;
  return <Answer answer={query.answer} query={query} contactId={crm.objectId} baseUrl={baseUrl} command={command} />;
}

/** What is done here shows at once, and once more when HubSpot has it; HubSpot then reads the record's properties again too. */
function useCommand(
  baseUrl: unknown,
  contactId: number,
  { refresh, receive }: Pick<AnswerQuery<ContactCardAnswer>, 'refresh' | 'receive'>,
  followsUp: boolean,
): HandoffCommand {
  const { refreshObjectProperties } = useExtensionActions<'crm.record.sidebar'>();
  const followUp = useFollowUp(() => {
    refreshObjectProperties();
    refresh();
  }, followsUp);
  const send = useCallback(
    (asked: Asked) => runHandoffCommand(baseUrl, { contactId: String(contactId), ...asked }),
    [baseUrl, contactId],
  );
  const received = useCallback(
    (card: ContactCardAnswer) => {
      receive(card);
      followUp();
    },
    [receive, followUp],
  );
  return useHandoffCommand(send, received);
}

/** A change of the record, by somebody or by us, makes the card ask again at once. HubSpot offers no way to unsubscribe. */
function useRecordUpdates(refresh: () => void): void {
  const { onCrmPropertiesUpdate } = useExtensionActions<'crm.record.sidebar'>();
  const latest = useRef<(() => void) | null>(null);
  useEffect(() => {
    latest.current = refresh;
    return () => {
      latest.current = null;
    };
  }, [refresh]);
  useEffect(() => {
    onCrmPropertiesUpdate('*', () => latest.current?.());
  }, [onCrmPropertiesUpdate]);
}

type Answered = Extract<AnswerQuery<ContactCardAnswer>, { status: 'answered' }>;

type AnswerProps = {
  answer: ContactCardAnswer;
  query: Answered;
  contactId: number;
  baseUrl: unknown;
  command: HandoffCommand;
};

function Answer({ answer, query, contactId, baseUrl, command }: AnswerProps) {
  const { refresh, isRefreshing, problem, receivedAt } = query;
  const [linked, setLinked] = useState<string | null>(null);
  if (answer.status === 'not connected') return <NotConnectedScreen missing={answer.missing} onRetry={refresh} />;
  const change = (productUser: string | null) => {
    setLinked(productUser);
    refresh();
  };
  const notice =
    linked === null ? null : (
      <LinkedNotice productUser={linked} contactId={contactId} baseUrl={baseUrl} onUnlinked={() => change(null)} />
    );
  if (answer.status === 'empty') {
    return (
      <>
        {notice}
        <EmptyScreen answer={answer} contactId={contactId} baseUrl={baseUrl} onLinked={change} />
      </>
    );
  }
  const now = answer.asOf + Date.now() - receivedAt;
  return (
    <>
      {notice}
      <ReadyScreen
        card={answer}
        now={now}
        problem={problem}
        isRefreshing={isRefreshing}
        onRefresh={refresh}
        command={command}
      />
    </>
  );
}
