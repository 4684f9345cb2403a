import { Alert, Button, Flex, List, LoadingButton, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import type { PlanFound, PlanView, ProvisionDone } from '@zo/shared';
import { useState } from 'react';
import type { Deed } from '../asking/use-deed.ts';
import { DeedOutcome } from '../frame/DeedOutcome.tsx';
import { Section } from '../frame/Section.tsx';
import { counted } from '../playbook/seen-words.ts';
import { PlanTable } from './PlanTable.tsx';
import { Provisioned } from './Provisioned.tsx';

type Props = {
  plan: PlanFound;
  canEdit: boolean;
  isLive: boolean;
  deed: Deed<ProvisionDone>;
  onApply: (force: string[]) => void;
  onReadAgain: () => void;
};

/** Properties, workflows and lists: what the playbook needs, and what HubSpot has. */
export function PlanSection({ plan, canEdit, isLive, deed, onApply, onReadAgain }: Props) {
  return (
    <Section
      title="Provisioning"
      help="What the playbook needs in HubSpot: properties, two workflows, two lists. What somebody changed by hand is left alone unless you say otherwise."
    >
      {plan.status === 'still reading' ? <LoadingSpinner label="Reading what HubSpot has" showLabel={true} /> : null}
      {plan.status === 'not read' ? (
        <Alert title="HubSpot could not be read" variant="warning">
          {`${plan.reason}.`}
        </Alert>
      ) : null}
      {plan.status === 'read' ? <Plan plan={plan} canEdit={canEdit} deed={deed} onApply={onApply} /> : null}
      <DeedOutcome deed={deed} refusedTitle="Nothing more was done">
        {(done) => <Provisioned done={done} isLive={isLive} />}
      </DeedOutcome>
      <Flex gap="small" align="center">
        <Button size="sm" disabled={plan.status === 'still reading' || deed.isWorking} onClick={onReadAgain}>
          Read HubSpot again
        </Button>
        {deed.state.status === 'working' ? (
          <Text variant="microcopy">{deed.state.words === '' ? 'Working …' : `${deed.state.words} …`}</Text>
        ) : null}
      </Flex>
    </Section>
  );
}

type PlanProps = { plan: PlanView; canEdit: boolean; deed: Deed<ProvisionDone>; onApply: (force: string[]) => void };

function Plan({ plan, canEdit, deed, onApply }: PlanProps) {
  const [forced, setForced] = useState<string[]>([]);
  const { steps, asWanted, notes, refusals } = plan;
  const writes = steps.filter(({ act, name }) => act === 'create' || act === 'change' || forced.includes(name)).length;
  return (
    <Flex direction="column" gap="small">
      {refusals.length === 0 ? null : (
        <Alert title="Nothing can be applied yet" variant="danger">
          <List>
            {refusals.map((refusal) => (
              <Text key={refusal}>{refusal}</Text>
            ))}
          </List>
        </Alert>
      )}
      <Text>
        {steps.length === 0
          ? `Nothing to do: ${counted(asWanted, 'thing is', 'things are')} as they should be.`
          : `${counted(steps.length, 'thing')} to look at; ${counted(asWanted, 'thing is', 'things are')} as they should be.`}
      </Text>
      <PlanTable
        steps={steps}
        canEdit={canEdit}
        forced={forced}
        onForce={(name, isForced) => setForced(isForced ? [...forced, name] : forced.filter((one) => one !== name))}
      />
      {notes.map((note) => (
        <Text key={note} variant="microcopy">
          {note}
        </Text>
      ))}
      {canEdit && writes > 0 ? (
        <Flex>
          <LoadingButton
            variant="primary"
            size="sm"
            loading={deed.isWorking}
            disabled={refusals.length > 0}
            onClick={() => onApply(forced)}
          >
            {`Apply ${counted(writes, 'change')}`}
          </LoadingButton>
        </Flex>
      ) : null}
    </Flex>
  );
}
