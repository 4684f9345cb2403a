import { Accordion, Alert, Button, Flex, List, LoadingButton, Text, TextArea } from '@hubspot/ui-extensions';
import type { SaveAnswer } from '@zo/shared';
import { useDeed } from '../asking/use-deed.ts';
import { NoAnswer } from '../frame/NoAnswer.tsx';
import type { StepProps } from './StepAction.tsx';

type Props = StepProps & { starter: { name: string; source: string } };

/** The playbook that is shipped: read here, changed in the editor, saved only when somebody presses. */
export function StarterPlaybook({ client, starter, onEditText, onSaved, onChanged }: Props) {
  const deed = useDeed<SaveAnswer>((answer) => {
    if (answer.status === 'saved') onSaved();
    onChanged();
  });
  const save = (requestId: string) =>
    client.save({
      requestId,
      source: starter.source,
      expectedVersion: 0,
      reason: 'the shipped playbook, to begin with',
      alertReady: false,
      allowEveryone: false,
    });
  return (
    <Flex direction="column" gap="small" align="start">
      <Accordion title={`The shipped playbook, with you as its owner (${starter.name})`} size="sm">
        <TextArea label="Shipped playbook" name="shipped playbook" value={starter.source} readOnly={true} rows={24} />
      </Accordion>
      <Flex gap="small" wrap="wrap">
        <LoadingButton size="sm" variant="primary" loading={deed.isWorking} onClick={() => deed.run(save)}>
          Save it as version 1
        </LoadingButton>
        <Button size="sm" onClick={() => onEditText(starter.source)}>
          Change it first
        </Button>
      </Flex>
      {deed.state.status === 'no answer' ? <NoAnswer problem={deed.state.problem} onAgain={deed.again} /> : null}
      {deed.state.status === 'ended' ? <NotSaved answer={deed.state.answer} /> : null}
    </Flex>
  );
}

function NotSaved({ answer }: { answer: Exclude<SaveAnswer, { status: 'still working' }> }) {
  if (answer.status === 'saved' || answer.status === 'unchanged') return null;
  return (
    <Alert title="The playbook was not saved" variant="warning">
      {answer.status === 'invalid' ? (
        <List>
          {answer.problems.map(({ line, column, message }) => (
            <Text key={`${line}:${column} ${message}`}>{`${message} (line ${line}, column ${column})`}</Text>
          ))}
        </List>
      ) : (
        <Text>{whyNot(answer)}</Text>
      )}
    </Alert>
  );
}

type Other = Exclude<SaveAnswer, { status: 'still working' | 'saved' | 'unchanged' | 'invalid' }>;

function whyNot(answer: Other): string {
  switch (answer.status) {
    case 'refused':
      return `${answer.reason}.`;
    case 'conflict':
      return `${answer.newest.savedBy} saved version ${answer.newest.version} in between.`;
    case 'takes everyone':
      return `${answer.ready} of ${answer.people} people would be ready at once: change it first.`;
    case 'not connected':
      return 'This account is not connected to Zo Handoff.';
  }
}
