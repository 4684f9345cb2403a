import { Button, Flex, LoadingButton, LoadingSpinner } from '@hubspot/ui-extensions';
import type { ProvisionDone } from '@zo/shared';
import { useDeed } from '../asking/use-deed.ts';
import { DeedOutcome } from '../frame/DeedOutcome.tsx';
import { Provisioned } from '../hubspot-tab/Provisioned.tsx';
import type { StepProps } from './StepAction.tsx';

/** Makes what the playbook needs; switches nothing on. */
export function ProvisionStep({ step, client, canEdit, onShow, onChanged }: StepProps) {
  const deed = useDeed<ProvisionDone>(onChanged);
  return (
    <Flex direction="column" gap="small" align="start">
      <Flex gap="small" wrap="wrap">
        {canEdit ? (
          <LoadingButton
            size="sm"
            variant={step.state === 'done' ? 'secondary' : 'primary'}
            loading={deed.isWorking}
            disabled={!step.canDo}
            onClick={() => deed.run((requestId) => client.provision({ requestId, goLive: false, force: [] }))}
          >
            {step.state === 'done' ? 'Provision HubSpot again' : 'Provision HubSpot'}
          </LoadingButton>
        ) : null}
        <Button size="sm" onClick={() => onShow('hubspot')}>
          Show what it makes
        </Button>
      </Flex>
      {deed.state.status === 'working' ? (
        <LoadingSpinner label={deed.state.words || 'Working on it'} showLabel={true} />
      ) : null}
      <DeedOutcome deed={deed} refusedTitle="Nothing more was done">
        {(done) => <Provisioned done={done} />}
      </DeedOutcome>
    </Flex>
  );
}
