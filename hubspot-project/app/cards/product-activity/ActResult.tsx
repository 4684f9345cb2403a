import { Alert, Button, Flex, Text } from '@hubspot/ui-extensions';
import type { HandoffCommand, ActResult as Result } from './use-handoff-command.ts';
import { needsForm } from './use-handoff-command.ts';

/** What was done is shown for so long; what was not stays until something else is done. */
const shownForMs = 20_000;

const titles = {
  already: 'Nothing to do',
  refused: 'Not done',
  'unknown handoff': 'Not done',
} as const;

export function ActResult({ result, command }: { result: Result; command: HandoffCommand }) {
  if (result.status === 'problem') return <NoAnswer result={result} command={command} />;
  if (result.status === 'done') {
    if (Date.now() - result.at > shownForMs) return null;
    return (
      <Alert title="Done" variant="success">
        {result.say}
      </Alert>
    );
  }
  return (
    <Alert title={titles[result.status]} variant={result.status === 'already' ? 'info' : 'warning'}>
      {result.say}
    </Alert>
  );
}

type NoAnswerProps = { result: Extract<Result, { status: 'problem' }>; command: HandoffCommand };

/** It may have been done all the same: trying again does nothing twice. */
function NoAnswer({ result, command }: NoAnswerProps) {
  const { problem, action, said } = result;
  const isRefused = problem.kind === 'refused' || problem.kind === 'misconfigured';
  return (
    <Flex direction="column" gap="small">
      <Alert title={`Not confirmed: ${action.label}`} variant="danger">
        <Text>
          {isRefused
            ? 'Zo Handoff does not accept requests of this account. Ask whoever looks after it.'
            : 'No answer came, so it may or may not have been done. Try again: nothing is done twice.'}
        </Text>
        <Text variant="microcopy">{problem.detail}</Text>
      </Alert>
      {isRefused || needsForm(action) ? null : (
        <Button size="sm" onClick={() => command.run(action, said)} testId="act-again">
          Try again
        </Button>
      )}
    </Flex>
  );
}
