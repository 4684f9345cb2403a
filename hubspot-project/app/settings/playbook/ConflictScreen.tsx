import { Alert, Button, Flex, Text } from '@hubspot/ui-extensions';
import { localMoment, type SaveAnswer } from '@zo/shared';
import { ChangedLines } from './ChangedLines.tsx';

type Conflict = Extract<SaveAnswer, { status: 'conflict' }>;

type Props = {
  conflict: Conflict;
  now: number;
  timeZone: string;
  onTakeTheirs: () => void;
  onKeepMine: () => void;
};

/** Two people never overwrite one another without knowing it: who saved in between is named, and both changes are shown. */
export function ConflictScreen({ conflict, now, timeZone, onTakeTheirs, onKeepMine }: Props) {
  const { version, savedBy, savedAt, reason } = conflict.newest;
  const why = reason === '' ? '' : `, with the reason “${reason}”`;
  return (
    <Flex direction="column" gap="medium">
      <Alert title={`${savedBy} saved version ${version} in between`} variant="warning">
        {`On ${localMoment(savedAt, timeZone, now)}${why}. Nothing of yours was saved: choose how to go on.`}
      </Alert>
      <ChangedLines title={`What ${savedBy} changed`} changes={conflict.theirs} />
      <ChangedLines title="What you changed" changes={conflict.yours} />
      <Flex gap="small" wrap="wrap">
        <Button variant="primary" onClick={onTakeTheirs}>
          {`Go on from version ${version}, without my changes`}
        </Button>
        <Button variant="destructive" onClick={onKeepMine}>
          {`Review my text as a change of version ${version}`}
        </Button>
      </Flex>
      <Text variant="microcopy">
        {`The second undoes what ${savedBy} changed wherever your text does not say it: the changed lines show it before you save.`}
      </Text>
    </Flex>
  );
}
