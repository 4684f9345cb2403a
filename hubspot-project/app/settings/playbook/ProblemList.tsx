import { Alert, Button, Flex, Text } from '@hubspot/ui-extensions';
import type { PlaybookProblem } from '@zo/shared';
import { numbered } from '../frame/numbered.ts';
import { markedExcerpt, placeWords } from './place-in-text.ts';
import { counted } from './seen-words.ts';

type Props = {
  problems: PlaybookProblem[];
  kind: 'problem' | 'warning';
  /** Puts the word that was probably meant in place; absent: nothing may be changed. */
  onReplace?: (problem: PlaybookProblem) => void;
};

const mostShown = 8;

/** Each with its line and column, the line itself, and what was probably meant. */
export function ProblemList({ problems, kind, onReplace }: Props) {
  if (problems.length === 0) return null;
  const title = counted(
    problems.length,
    kind === 'problem' ? 'mistake' : 'thing to look at',
    kind === 'problem' ? 'mistakes' : 'things to look at',
  );
  return (
    <Alert title={title} variant={kind === 'problem' ? 'danger' : 'warning'}>
      <Flex direction="column" gap="small">
        {numbered(problems.slice(0, mostShown)).map(({ id, item: problem }) => (
          <ProblemLine key={id} problem={problem} onReplace={onReplace} />
        ))}
        {problems.length > mostShown ? <Text>{`and ${problems.length - mostShown} more`}</Text> : null}
      </Flex>
    </Alert>
  );
}

function ProblemLine({ problem, onReplace }: { problem: PlaybookProblem; onReplace: Props['onReplace'] }) {
  const { message, nearest, suggestion } = problem;
  const [before, marked, behind] = markedExcerpt(problem);
  const place = placeWords(problem);
  return (
    <Flex direction="column" align="start">
      <Text testId="problem">
        <Text inline={true} format={{ fontWeight: 'bold' }}>
          {`${place.charAt(0).toUpperCase()}${place.slice(1)}: `}
        </Text>
        {message}
      </Text>
      {marked.trim() === '' ? null : (
        <Text variant="microcopy">
          {before}
          <Text inline={true} variant="microcopy" format={{ fontWeight: 'bold', lineDecoration: 'underline' }}>
            {marked}
          </Text>
          {behind}
        </Text>
      )}
      {nearest !== null && onReplace !== undefined ? (
        <Button size="xs" onClick={() => onReplace(problem)}>
          {`Write ${nearest} instead`}
        </Button>
      ) : null}
      {nearest === null && suggestion !== null ? <Text variant="microcopy">{`Write ${suggestion}`}</Text> : null}
    </Flex>
  );
}
