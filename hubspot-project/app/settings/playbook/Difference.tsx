import { Alert, Flex, LoadingSpinner, Statistics, StatisticsItem, Text } from '@hubspot/ui-extensions';
import type { DifferenceCount, PlaybookDifference } from '@zo/shared';
import { NoAnswer } from '../frame/NoAnswer.tsx';
import { ChangedPeople } from './ChangedPeople.tsx';
import { counted, number } from './seen-words.ts';
import type { SimulationState } from './use-simulation.ts';

/** Everybody as of today, held against the draft. */
export function Difference({ state, onAgain }: { state: SimulationState; onAgain: () => void }) {
  switch (state.status) {
    case 'counting':
      return <Counting state={state} />;
    case 'not counted':
      return (
        <Alert title="Nothing could be counted" variant="warning">
          {state.reason}
        </Alert>
      );
    case 'no answer':
      return <NoAnswer problem={state.problem} onAgain={onAgain} />;
    case 'simulated':
      return <Counted difference={state.answer.difference} />;
  }
}

function Counting({ state }: { state: Extract<SimulationState, { status: 'counting' }> }) {
  const { done, total, isLong } = state;
  const progress = total > 0 ? `, ${number(done)} of ${number(total)} so far` : '';
  return (
    <Flex direction="column" gap="extra-small">
      <LoadingSpinner label={`Everybody is held against the draft${progress}`} showLabel={true} />
      {isLong ? (
        <Text variant="microcopy">
          Still counting: this page goes on asking. You can save without waiting, or use zo playbook simulate FILE on
          the command line, which shows the past as well.
        </Text>
      ) : null}
    </Flex>
  );
}

function Counted({ difference }: { difference: PlaybookDifference }) {
  const { people, present, draft, added, removed, scores, notRead, takesEveryone, isRecounted } = difference;
  return (
    <Flex direction="column" gap="medium">
      <Statistics>
        <StatisticsItem label="Ready now" number={present === null ? '-' : number(present.ready)}>
          <Text variant="microcopy">
            {present === null ? 'no playbook in force' : `of ${counted(people, 'person', 'people')}`}
          </Text>
        </StatisticsItem>
        <StatisticsItem label="Ready with this draft" number={number(draft.ready)}>
          <Text variant="microcopy">{`+${added.count}, −${removed.count}`}</Text>
        </StatisticsItem>
        <StatisticsItem label="Free to be handed off" number={number(draft.free)}>
          <Text variant="microcopy">{heldWords(draft)}</Text>
        </StatisticsItem>
      </Statistics>
      {takesEveryone ? (
        <Alert title={`${number(draft.ready)} of ${number(people)} people would be ready`} variant="warning">
          Such a definition hardly tells people apart.
        </Alert>
      ) : null}
      {added.count + removed.count === 0 ? <Text>Nobody becomes ready, and nobody ceases to be.</Text> : null}
      <ChangedPeople
        title={`${counted(added.count, 'new name')}`}
        changed={added}
        column="Was"
        words={({ before }) => before ?? ''}
      />
      <ChangedPeople
        title={`${counted(removed.count, 'person', 'people')} no longer ready`}
        changed={removed}
        column="Would be"
        words={({ after }) => after}
      />
      {scores.rise + scores.fall === 0 ? null : (
        <Text variant="microcopy">{`Scores: ${scores.rise} rise, ${scores.fall} fall.`}</Text>
      )}
      {notRead.map(({ label, people: count }) => (
        <Text key={label} variant="microcopy">
          {`${counted(count, 'person depends', 'people depend')} on ${label}, not read from HubSpot yet; not counted as ready.`}
        </Text>
      ))}
      {isRecounted ? (
        <Text variant="microcopy">
          {present === null
            ? 'The kept events were counted for this draft, and are counted in the background when it is saved.'
            : 'Signals changed: the kept events were counted again for this draft, and are counted again in the background when it is saved. The old rules live until then.'}
        </Text>
      ) : null}
    </Flex>
  );
}

function heldWords({ heldBack }: DifferenceCount): string {
  if (heldBack.length === 0) return 'nobody is held back';
  return `held back: ${heldBack.map(({ reason, people }) => `${number(people)} ${reason.toLowerCase()}`).join(', ')}`;
}
