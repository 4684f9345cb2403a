import { Alert, Checkbox, Flex, Input, LoadingButton, Text } from '@hubspot/ui-extensions';
import type { DifferencePeople, SaveAnswer } from '@zo/shared';
import { useState } from 'react';
import type { Deed } from '../asking/use-deed.ts';
import { NoAnswer } from '../frame/NoAnswer.tsx';
import { ProblemList } from './ProblemList.tsx';
import { counted, number } from './seen-words.ts';
import type { SimulationState } from './use-simulation.ts';

export type SaveChoice = { reason: string; alertReady: boolean; allowEveryone: boolean };

type Props = { deed: Deed<SaveAnswer>; simulation: SimulationState; onSave: (choice: SaveChoice) => void };

/** Why, whether those who become ready are alerted, and the button. */
export function SaveForm({ deed, simulation, onSave }: Props) {
  const [reason, setReason] = useState('');
  const [alertReady, setAlertReady] = useState(false);
  const [allowEveryone, setAllowEveryone] = useState(false);
  const { state } = deed;
  const added = simulation.status === 'simulated' ? simulation.answer.difference.added : null;
  const takesEveryone =
    (simulation.status === 'simulated' && simulation.answer.difference.takesEveryone) ||
    (state.status === 'ended' && state.answer.status === 'takes everyone');
  return (
    <Flex direction="column" gap="small">
      <Input
        label="Why"
        name="reason"
        description="For whoever reads the history: one sentence."
        value={reason}
        onInput={setReason}
        onChange={setReason}
      />
      {added?.count === 0 ? null : (
        <Checkbox
          name="alert ready"
          checked={alertReady}
          onChange={setAlertReady}
          description="Unless you choose this they are only listed, and alerted when they cross the line again."
        >
          {`Alert their owners about ${whoIsAlerted(added)}`}
        </Checkbox>
      )}
      {takesEveryone ? (
        <Checkbox name="allow everyone" checked={allowEveryone} onChange={setAllowEveryone}>
          Save it although nearly everybody would be ready
        </Checkbox>
      ) : null}
      <Outcome deed={deed} />
      <Flex gap="small" align="center">
        <LoadingButton
          variant="primary"
          loading={deed.isWorking}
          disabled={takesEveryone && !allowEveryone}
          onClick={() => onSave({ reason, alertReady, allowEveryone })}
        >
          Save as a new version
        </LoadingButton>
        {state.status === 'working' && state.words !== '' ? (
          <Text variant="microcopy">{`${state.words} …`}</Text>
        ) : null}
      </Flex>
    </Flex>
  );
}

/** Of those who become ready, only whom nothing holds back is handed off now. */
function whoIsAlerted(added: DifferencePeople | null): string {
  if (added === null) return 'those who become ready by this change';
  const { count, free } = added;
  if (free === 0) return 'those who become ready by this change, once they may be handed off';
  if (free === count) return `the ${number(count)} who become ready by this change`;
  return `the ${number(free)} who may be handed off, of ${number(count)} who become ready`;
}

function Outcome({ deed }: { deed: Deed<SaveAnswer> }) {
  const { state } = deed;
  if (state.status === 'no answer') return <NoAnswer problem={state.problem} onAgain={deed.again} />;
  if (state.status !== 'ended') return null;
  const { answer } = state;
  switch (answer.status) {
    case 'refused':
      return (
        <Alert title="Not saved" variant="warning">
          {answer.reason}
        </Alert>
      );
    case 'unchanged':
      return (
        <Alert title="There was nothing to save" variant="info">
          {`Version ${answer.version} says the same.`}
        </Alert>
      );
    case 'invalid':
      return <ProblemList problems={answer.problems} kind="problem" />;
    case 'takes everyone':
      return (
        <Alert title="Not saved" variant="warning">
          {`${number(answer.ready)} of ${counted(answer.people, 'person', 'people')} would be ready: it hardly tells them apart.`}
        </Alert>
      );
    default:
      return null;
  }
}
