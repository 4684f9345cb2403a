import { Alert, Flex, Link, LoadingButton, Text } from '@hubspot/ui-extensions';
import type { TestAlertDone } from '@zo/shared';
import { useDeed } from '../asking/use-deed.ts';
import { DeedOutcome } from '../frame/DeedOutcome.tsx';
import type { StepProps } from './StepAction.tsx';

/** An alert as it will look, of somebody invented. */
export function TestAlertStep({ step, client, canEdit, onChanged }: StepProps) {
  const deed = useDeed<TestAlertDone>(onChanged);
  if (!canEdit) return null;
  return (
    <Flex direction="column" gap="small" align="start">
      <LoadingButton
        size="sm"
        variant={step.state === 'done' ? 'secondary' : 'primary'}
        loading={deed.isWorking}
        disabled={!step.canDo}
        onClick={() => deed.run((requestId) => client.testAlert({ requestId }))}
      >
        {step.state === 'done' ? 'Send another test alert' : 'Send a test alert'}
      </LoadingButton>
      <DeedOutcome deed={deed} refusedTitle="The test alert did not arrive">
        {({ place, link }) => (
          <Alert title={`A test alert is in ${place}`} variant="success">
            {link === null ? (
              <Text>Look for it in Slack.</Text>
            ) : (
              <Link href={{ url: link, external: true }}>Show it in Slack</Link>
            )}
          </Alert>
        )}
      </DeedOutcome>
    </Flex>
  );
}
