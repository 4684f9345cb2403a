import { Box, Flex, Text, TextArea } from '@hubspot/ui-extensions';
import { useState } from 'react';
import { Section } from '../frame/Section.tsx';
import type { FormProps } from './form-props.ts';
import { editedPlace, placeWords } from './place-in-text.ts';
import { Understood } from './Understood.tsx';

const fewestRows = 16;
const mostRows = 40;

/** The playbook as it is written, for everything the form does not say. */
export function TextPart({ draft, canEdit }: Pick<FormProps, 'draft' | 'canEdit'>) {
  const { source, checked, isChecking } = draft;
  const [place, setPlace] = useState<ReturnType<typeof editedPlace>>(null);
  const rows = Math.min(mostRows, Math.max(fewestRows, source.split('\n').length + 1));
  const type = (text: string) => {
    setPlace(editedPlace(source, text) ?? place);
    draft.type(text);
  };
  return (
    <Section
      title="Text"
      help="The whole playbook. Comments and order stay as you write them, also when the form changes something."
    >
      <Flex gap="medium" wrap="wrap">
        <Box flex={3}>
          <TextArea
            label="Playbook"
            name="playbook text"
            rows={rows}
            resize="vertical"
            value={source}
            readOnly={!canEdit}
            onInput={type}
            error={checked.problems.length > 0}
          />
          <Text variant="microcopy" testId="place">
            {placeLine(place, isChecking)}
          </Text>
        </Box>
        <Box flex={2}>{checked.understood === null ? null : <Understood understood={checked.understood} />}</Box>
      </Flex>
    </Section>
  );
}

function placeLine(place: ReturnType<typeof editedPlace>, isChecking: boolean): string {
  const words = place === null ? '' : `You are at ${placeWords(place)}. `;
  return `${words}${isChecking ? 'Checking …' : 'Checked as you type.'}`;
}
