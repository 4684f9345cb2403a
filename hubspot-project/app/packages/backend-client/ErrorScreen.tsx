import { Accordion, Button, ErrorState, Text } from '@hubspot/ui-extensions';
import type { BackendProblem } from './ask-backend.ts';
import type { ProblemWords } from './problem-words.ts';

type ErrorScreenProps = { problem: BackendProblem; words: ProblemWords; onRetry: () => void };

/** Speaks to two readers: what can be done now, and where a developer looks. */
export function ErrorScreen({ problem, words, onRetry }: ErrorScreenProps) {
  return (
    <ErrorState title={words.title} type={problem.kind === 'refused' ? 'lock' : 'error'}>
      <Text>{words.advice}</Text>
      <Button onClick={onRetry}>Try again</Button>
      <Accordion title="For developers" size="xs">
        <Text variant="microcopy">
          {problem.detail}. {words.lookAt}
        </Text>
      </Accordion>
    </ErrorState>
  );
}
