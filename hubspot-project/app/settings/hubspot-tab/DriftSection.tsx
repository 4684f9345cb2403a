import { Accordion, Alert, Flex, List, LoadingButton, StatusTag, Text } from '@hubspot/ui-extensions';
import { type DriftFound, type LookForDriftAnswer, type RestoreDone, timeAgo } from '@zo/shared';
import type { Deed } from '../asking/use-deed.ts';
import { ConfirmButton } from '../frame/ConfirmButton.tsx';
import { DeedOutcome } from '../frame/DeedOutcome.tsx';
import { NoAnswer } from '../frame/NoAnswer.tsx';
import { Section } from '../frame/Section.tsx';

type Props = {
  drift: DriftFound;
  now: number;
  canEdit: boolean;
  restoring: Deed<RestoreDone>;
  looking: Deed<LookForDriftAnswer>;
  onLook: () => void;
  onRestore: (workflow: 'handoff' | 'return') => void;
};

/** What in HubSpot is not as the playbook says, in words, and the way back. */
export function DriftSection({ drift, now, canEdit, restoring, looking, onLook, onRestore }: Props) {
  const { checkedAt, workflows, writers, restorations } = drift;
  return (
    <Section title="Drift" help="The live workflows are read back every 15 minutes and held against the playbook.">
      <Text variant="microcopy">{checkedAt === null ? 'Not looked yet.' : `Looked ${timeAgo(now - checkedAt)}.`}</Text>
      {workflows.map((workflow) => (
        <Workflow
          key={workflow.kind}
          workflow={workflow}
          now={now}
          canEdit={canEdit}
          isWorking={restoring.isWorking}
          onRestore={onRestore}
        />
      ))}
      {writers.map(({ writer, property, words, lastSeenAt }) => (
        <Alert key={`${writer} ${property}`} title={`${writer} writes ${property} too`} variant="warning">
          {`It ${words}, ${timeAgo(now - lastSeenAt)}. Only Zo should write it.`}
        </Alert>
      ))}
      <DeedOutcome deed={restoring} refusedTitle="It was not restored">
        {({ undone }) => (
          <Alert title="Restored" variant="success">
            <List>
              {undone.map((words) => (
                <Text key={words}>{words}</Text>
              ))}
            </List>
          </Alert>
        )}
      </DeedOutcome>
      {looking.state.status === 'no answer' ? (
        <NoAnswer problem={looking.state.problem} onAgain={looking.again} />
      ) : null}
      {looking.state.status === 'ended' && looking.state.answer.status === 'refused' ? (
        <Alert title="HubSpot was not looked over" variant="warning">
          {looking.state.answer.reason}
        </Alert>
      ) : null}
      {canEdit ? (
        <Flex>
          <LoadingButton size="sm" loading={looking.isWorking} onClick={onLook}>
            Look now
          </LoadingButton>
        </Flex>
      ) : null}
      {restorations.length === 0 ? null : (
        <Accordion title={`Restored before (${restorations.length})`} size="sm">
          {restorations.map(({ at, by, workflow, outcome, words }) => (
            <Text key={at} variant="microcopy">
              {`${timeAgo(now - at)}, ${by}: ${workflow} ${outcome === 'restored' ? 'restored' : 'could not be restored'}: ${words.join('; ')}`}
            </Text>
          ))}
        </Accordion>
      )}
    </Section>
  );
}

type WorkflowProps = {
  workflow: DriftFound['workflows'][number];
  now: number;
  canEdit: boolean;
  isWorking: boolean;
  onRestore: Props['onRestore'];
};

const states = {
  'as the playbook says': { words: 'As the playbook says', variant: 'success' },
  differs: { words: 'Differs', variant: 'danger' },
  'not compared': { words: 'Not compared', variant: 'warning' },
} as const;

function Workflow({ workflow, now, canEdit, isWorking, onRestore }: WorkflowProps) {
  const { kind, name, state, words, since } = workflow;
  return (
    <Flex direction="column" gap="extra-small" align="start">
      <Flex gap="small" align="center">
        <Text format={{ fontWeight: 'demibold' }}>{name}</Text>
        <StatusTag variant={states[state].variant}>{states[state].words}</StatusTag>
        {state === 'differs' ? <Text variant="microcopy">{timeAgo(now - since)}</Text> : null}
      </Flex>
      {words.map((difference) => (
        <Text key={difference}>{difference}</Text>
      ))}
      {state === 'differs' && canEdit ? (
        <ConfirmButton
          label={`Restore ${name}`}
          question="The workflow becomes what the playbook says again; what somebody changed in it is undone."
          confirm="Yes, restore it"
          isDestructive={true}
          isWorking={isWorking}
          onConfirm={() => onRestore(kind)}
        />
      ) : null}
    </Flex>
  );
}
