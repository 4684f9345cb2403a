import { Button, Flex, Heading } from '@hubspot/ui-extensions';
import type { SaveAnswer } from '@zo/shared';
import type { SettingsClient } from '../asking/settings-client.ts';
import { useDeed } from '../asking/use-deed.ts';
import { ChangedLines } from './ChangedLines.tsx';
import { ConflictScreen } from './ConflictScreen.tsx';
import { Difference } from './Difference.tsx';
import { SavedScreen } from './SavedScreen.tsx';
import { SaveForm } from './SaveForm.tsx';
import type { Draft } from './use-draft.ts';
import type { PlaybookInHand, ReadyPlaybook } from './use-playbook.ts';
import { useSimulation } from './use-simulation.ts';

type Props = {
  playbook: PlaybookInHand;
  draft: Draft;
  client: SettingsClient;
  tab: ReadyPlaybook;
  now: number;
  onBack: () => void;
};

/** What saving would change, with names; then saving, or what stands against it. */
export function ReviewScreen({ playbook, draft, client, tab, now, onBack }: Props) {
  const { source } = draft;
  const simulation = useSimulation(client, source);
  const { beginAnew } = playbook;
  const deed = useDeed<SaveAnswer>((answer) => {
    if (answer.status === 'saved') beginAnew();
  });
  const { state } = deed;

  if (state.status === 'ended' && state.answer.status === 'saved') {
    return (
      <SavedScreen
        version={state.answer.version}
        changes={state.answer.changes}
        asksOtherwise={state.answer.asksOtherwise}
        simulation={simulation.state}
        onBack={onBack}
      />
    );
  }
  if (state.status === 'ended' && state.answer.status === 'conflict') {
    const { newest } = state.answer;
    return (
      <ConflictScreen
        conflict={state.answer}
        now={now}
        timeZone={tab.portal.timeZone}
        onTakeTheirs={() => {
          beginAnew();
          onBack();
        }}
        onKeepMine={() => {
          playbook.rebase(newest.version, newest.source);
          deed.forget();
          simulation.again();
        }}
      />
    );
  }
  return (
    <Flex direction="column" gap="medium">
      <Flex justify="between" align="center">
        <Heading>What saving would change</Heading>
        <Button size="sm" onClick={onBack} disabled={deed.isWorking}>
          Back to editing
        </Button>
      </Flex>
      {simulation.state.status === 'simulated' ? (
        <ChangedLines title="Changed lines" changes={simulation.state.answer.changes} />
      ) : null}
      <Difference state={simulation.state} onAgain={simulation.again} />
      <SaveForm
        deed={deed}
        simulation={simulation.state}
        onSave={(choice) =>
          deed.run((requestId) => client.save({ requestId, source, expectedVersion: playbook.baseVersion, ...choice }))
        }
      />
    </Flex>
  );
}
