import { Alert, Button, Flex, Text } from '@hubspot/ui-extensions';
import type { BackendProblem } from '@zo/backend-client';
import { problemWords } from './problem-words.ts';

/** A write whose answer never came: asking again finds out, and does nothing twice. */
export function NoAnswer({ problem, onAgain }: { problem: BackendProblem; onAgain: () => void }) {
  return (
    <Alert title="No answer came" variant="warning">
      <Flex direction="column" gap="extra-small" align="start">
        <Text>{`${problemWords(problem).advice} It may have been done: asking again finds out, and does it only once.`}</Text>
        <Button size="xs" onClick={onAgain}>
          Ask again
        </Button>
      </Flex>
    </Alert>
  );
}
