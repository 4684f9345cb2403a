import { Alert, Button, Flex, Text } from '@hubspot/ui-extensions';
import { ChangedLines } from './ChangedLines.tsx';
import { counted } from './seen-words.ts';
import type { SimulationState } from './use-simulation.ts';

type Props = {
  version: number;
  changes: string;
  asksOtherwise: boolean;
  simulation: SimulationState;
  onBack: () => void;
};

export function SavedScreen({ version, changes, asksOtherwise, simulation, onBack }: Props) {
  return (
    <Flex direction="column" gap="medium" align="start">
      <Alert title={`Saved as version ${version}`} variant="success">
        <Text>{effectWords(simulation)}</Text>
        {asksOtherwise ? (
          <Text>
            HubSpot’s workflow follows once you have provisioned it, under HubSpot: until then it asks for what it asked
            before.
          </Text>
        ) : null}
      </Alert>
      <ChangedLines title="What this version changed" changes={changes} />
      <Button onClick={onBack}>Back to the playbook</Button>
    </Flex>
  );
}

function effectWords(simulation: SimulationState): string {
  if (simulation.status !== 'simulated') return 'Everybody is decided by it from now on.';
  const { added, removed, isRecounted } = simulation.answer.difference;
  const who = `${counted(added.count, 'person becomes', 'people become')} ready, ${counted(removed.count, 'person ceases', 'people cease')} to be.`;
  return isRecounted ? `${who} Kept events are counted again first; the old rules live until then.` : who;
}
