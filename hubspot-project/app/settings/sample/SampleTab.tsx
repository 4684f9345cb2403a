import { Alert, Button, Flex, LoadingButton, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import { ErrorScreen, useAnswer } from '@zo/backend-client';
import { type SampleActivityAnswer, sampleWords } from '@zo/shared';
import { useEffect } from 'react';
import type { SettingsClient } from '../asking/settings-client.ts';
import { useDeed } from '../asking/use-deed.ts';
import { NoAnswer } from '../frame/NoAnswer.tsx';
import { problemWords } from '../frame/problem-words.ts';
import { Section } from '../frame/Section.tsx';

const lookAgainMs = 1_500;
const labels = { load: 'Load sample activity', remove: 'Remove sample activity' };

/** One contact, marked as a sample, that lives through the story of this account's own playbook. */
export function SampleTab({ client }: { client: SettingsClient }) {
  const query = useAnswer(client.sample);
  const deed = useDeed<SampleActivityAnswer>(query.refresh);
  const { refresh } = query;
  const isMoving = query.status === 'answered' && 'waiting' in query.answer && isOnItsWay(query.answer);
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(refresh, lookAgainMs);
    return () => clearInterval(timer);
  }, [isMoving, refresh]);

  if (query.status === 'loading') return <LoadingSpinner label="Loading the sample activity" showLabel={true} />;
  if (query.status === 'error')
    return <ErrorScreen problem={query.problem} words={problemWords(query.problem)} onRetry={refresh} />;
  const { headline, lines, offers } = sampleWords(query.answer);
  const { state } = deed;
  const refused = state.status === 'ended' && state.answer.status === 'not allowed' ? state.answer.reason : null;
  return (
    <Section title="Sample activity" help="To see everything work before real people come, and to show it to others.">
      <Text>{headline}</Text>
      {lines.map((line) => (
        <Text key={line} variant="microcopy">
          {line}
        </Text>
      ))}
      <Flex gap="small">
        {offers === null ? null : (
          <LoadingButton
            variant={offers === 'load' ? 'primary' : 'secondary'}
            loading={deed.isWorking}
            onClick={() => deed.run((idempotencyKey) => client.runSample({ action: offers, idempotencyKey }))}
          >
            {labels[offers]}
          </LoadingButton>
        )}
        <Button variant="transparent" disabled={query.isRefreshing} onClick={refresh}>
          Look again
        </Button>
      </Flex>
      {query.problem === null ? null : (
        <Alert title="Not up to date" variant="warning">
          {problemWords(query.problem).advice}
        </Alert>
      )}
      {deed.state.status === 'no answer' ? <NoAnswer problem={deed.state.problem} onAgain={deed.again} /> : null}
      {refused === null ? null : (
        <Alert title="Nothing was done" variant="warning">
          {`${refused}.`}
        </Alert>
      )}
    </Section>
  );
}

function isOnItsWay({ status, waiting }: Extract<SampleActivityAnswer, { waiting: string[] }>): boolean {
  return status === 'loading' || status === 'removing' || waiting.length > 0;
}
