import { Box, Button, Flex, Input, List, Text } from '@hubspot/ui-extensions';
import { useState } from 'react';
import { numbered } from '../frame/numbered.ts';
import { Section } from '../frame/Section.tsx';
import { type FormProps, problemAt } from './form-props.ts';
import { TextField } from './TextField.tsx';

/** Lines that give or take points, each in words; checked as they are written. */
export function ScorePart({ form, draft, canEdit, typingPauseMs }: FormProps) {
  const [added, setAdded] = useState('');
  const lines = form.score;
  const set = (items: string[]) =>
    draft.edit({ kind: 'list', path: 'score', items: items.length === 0 ? null : items });
  const add = () => {
    set([...lines, added]);
    setAdded('');
  };
  const highest = draft.checked.understood?.highestScore;
  return (
    <Section
      title="Score"
      help="Each line gives or takes points; the sum is kept within 0 and 100. The score is for what people do: facts about the company belong in the definition."
    >
      {numbered(lines).map(({ id, item: line, index }) => (
        <Flex key={id} gap="small" align="end">
          <Box flex={1}>
            <TextField
              label={`Line ${index + 1}`}
              name={`score line ${index + 1}`}
              value={line}
              problem={problemAt(draft, 'score', index)}
              readOnly={!canEdit}
              typingPauseMs={typingPauseMs}
              onCommit={(text) => set(lines.with(index, text))}
            />
          </Box>
          {canEdit ? (
            <Button variant="transparent" size="sm" onClick={() => set(lines.toSpliced(index, 1))}>
              {`Remove line ${index + 1}`}
            </Button>
          ) : null}
        </Flex>
      ))}
      {lines.length === 0 ? <Text>No line yet: everybody’s score is 0.</Text> : null}
      {canEdit ? (
        <Flex gap="small" align="end">
          <Box flex={1}>
            <Input
              label="New line"
              name="new score line"
              placeholder="+25 when activated"
              value={added}
              onInput={setAdded}
              onChange={setAdded}
            />
          </Box>
          <Button disabled={added.trim() === ''} onClick={add}>
            Add line
          </Button>
        </Flex>
      ) : null}
      {highest === undefined ? null : (
        <Text testId="highest">
          {highest === null
            ? 'There is no highest score: a line gives points without limit.'
            : `The highest possible score is ${highest}.`}
        </Text>
      )}
      <Text variant="microcopy">Lines can say:</Text>
      <List>
        <Text variant="microcopy">+25 when activated</Text>
        <Text variant="microcopy">+12 when visited pricing in the last 14 days</Text>
        <Text variant="microcopy">+2 per key action in the last 7 days, up to 30</Text>
        <Text variant="microcopy">-15 when inactive for 14 days</Text>
      </List>
    </Section>
  );
}
