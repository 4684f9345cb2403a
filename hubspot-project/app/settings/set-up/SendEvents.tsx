import { Box, Button, Flex, LoadingButton, Select, Text, TextArea, useExtensionActions } from '@hubspot/ui-extensions';
import { keyMissing, type MakeKeyDone, recipes } from '@zo/shared';
import { useRef, useState } from 'react';
import { useDeed } from '../asking/use-deed.ts';
import { DeedOutcome } from '../frame/DeedOutcome.tsx';
import { MadeKey } from '../keys/MakeKey.tsx';
import type { StepProps } from './StepAction.tsx';

const options = recipes.map(({ name, label }) => ({ value: name, label }));
const kinds = { server: 'servers', browser: 'browsers' };

/** How events are sent, with the address and, once it was made here, the key filled in. */
export function SendEvents({ tab, client, canEdit, onChanged }: StepProps) {
  const { copyTextToClipboard, addAlert } = useExtensionActions<'settings'>();
  const [chosen, setChosen] = useState<string>(recipes[0]!.name);
  const [keys, setKeys] = useState<{ server?: string; browser?: string }>({});
  const recipe = recipes.find(({ name }) => name === chosen) ?? recipes[0]!;
  const asked = useRef(recipe.source);
  const deed = useDeed<MakeKeyDone>((answer) => {
    if (answer.status !== 'done') return;
    const { writeKey } = answer;
    if (writeKey !== null) setKeys((known) => ({ ...known, [asked.current]: writeKey }));
    onChanged();
  });
  const make = () => {
    asked.current = recipe.source;
    deed.run((requestId) => client.makeKey({ requestId, source: recipe.source, name: recipe.label }));
  };
  const text = recipe.text(tab.url, keys[recipe.source] ?? keyMissing);
  const copy = () => {
    copyTextToClipboard(text).then(
      () => addAlert({ type: 'success', message: 'The recipe is in the clipboard.' }),
      () =>
        addAlert({ type: 'warning', message: 'The clipboard cannot be reached: mark the text and copy it by hand.' }),
    );
  };
  return (
    <Flex direction="column" gap="small">
      <Flex gap="small" align="end" wrap="wrap">
        <Box flex={1}>
          <Select
            label="Sent by"
            name="recipe"
            value={recipe.name}
            options={options}
            onChange={(value) => setChosen(String(value))}
          />
        </Box>
        {canEdit ? (
          <LoadingButton size="sm" variant="primary" loading={deed.isWorking} onClick={make}>
            {`Make a key for ${kinds[recipe.source]}`}
          </LoadingButton>
        ) : null}
      </Flex>
      <DeedOutcome deed={deed} refusedTitle="The key was not made">
        {({ keyId, writeKey }) => <MadeKey keyId={keyId} writeKey={writeKey} />}
      </DeedOutcome>
      {recipe.note === null ? null : <Text variant="microcopy">{recipe.note}</Text>}
      <TextArea label="Recipe" name="recipe text" value={text} readOnly={true} rows={text.split('\n').length + 1} />
      <Flex>
        <Button size="xs" onClick={copy}>
          Copy the recipe
        </Button>
      </Flex>
    </Flex>
  );
}
