import { Alert, Button, Flex, List, LoadingButton, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import type { PlanFound, PlanView } from '@zo/shared';
import { useState } from 'react';
import { Section } from '../frame/Section.tsx';
import { counted } from '../playbook/seen-words.ts';
import { PlanTable } from './PlanTable.tsx';

type Props = {
  plan: PlanFound;
  canEdit: boolean;
  isWorking: boolean;
  onApply: (force: string[]) => void;
  onReadAgain: () => void;
};

/** Properties, workflows and lists: what the playbook needs, and what HubSpot has. */
export function PlanSection({ plan, canEdit, isWorking, onApply, onReadAgain }: Props) {
  const [forced, setForced] = useState<string[]>([]);
  const read = plan.status === 'read' ? plan : null;
  const writes =
    read?.steps.filter(({ act, name }) => act === 'create' || act === 'change' || forced.includes(name)).length ?? 0;
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
      {read === null ? null : (
        <Plan
          plan={read}
          canEdit={canEdit}
          forced={forced}
          onForce={(name, isForced) => setForced(isForced ? [...forced, name] : forced.filter((one) => one !== name))}
        />
      )}
      <Flex gap="small">
        {read !== null && canEdit && writes > 0 ? (
          <LoadingButton
            variant="primary"
            size="sm"
            loading={isWorking}
            disabled={read.refusals.length > 0}
            onClick={() => onApply(forced)}
          >
            {`Provision HubSpot (${counted(writes, 'change')})`}
          </LoadingButton>
        ) : null}
        <Button size="sm" disabled={plan.status === 'still reading' || isWorking} onClick={onReadAgain}>
          Read HubSpot again
        </Button>
      </Flex>
    </Section>
  );
}

type PlanProps = {
  plan: PlanView;
  canEdit: boolean;
  forced: string[];
  onForce: (name: string, isForced: boolean) => void;
};

function Plan({ plan, canEdit, forced, onForce }: PlanProps) {
  const { steps, asWanted, notes, refusals } = plan;
  const rest = `${counted(asWanted, 'thing is', 'things are')} as they should be`;
  return (
    <>
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
        {steps.length === 0 ? `Nothing to do: ${rest}.` : `${counted(steps.length, 'thing')} to look at; ${rest}.`}
      </Text>
      <PlanTable steps={steps} canEdit={canEdit} forced={forced} onForce={onForce} />
      {notes.map((note) => (
        <Text key={note} variant="microcopy">
          {note}
        </Text>
      ))}
    </>
  );
}
