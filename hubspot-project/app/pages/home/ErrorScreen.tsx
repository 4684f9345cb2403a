import { Accordion, Button, ErrorState, Text } from '@hubspot/ui-extensions';
import type { BackendProblem } from '@zo/backend-client';
import { problemWords } from './problem-words.ts';

/** Speaks to two readers: what RevOps can do now, and where a developer looks. */
export function ErrorScreen({ problem, onRetry }: { problem: BackendProblem; onRetry: () => void }) {
  const { title, advice, lookAt } = problemWords(problem);
  return (
    <ErrorState title={title} type={problem.kind === 'refused' ? 'lock' : 'error'}>
      <Text>{advice}</Text>
      <Button onClick={onRetry}>Try again</Button>
      <Accordion title="For developers" size="xs">
        <Text variant="microcopy">
          {problem.detail}. {lookAt}
        </Text>
      </Accordion>
    </ErrorState>
  );
}
