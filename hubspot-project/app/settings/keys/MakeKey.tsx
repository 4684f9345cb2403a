import { Alert, Box, Flex, Input, LoadingButton, Select, Text, useExtensionActions } from '@hubspot/ui-extensions';
import type { MakeKeyDone } from '@zo/shared';
import { useState } from 'react';
import type { Deed } from '../asking/use-deed.ts';
import { DeedOutcome } from '../frame/DeedOutcome.tsx';
import { Section } from '../frame/Section.tsx';

type Wish = { source: 'server' | 'browser'; name: string };

const sources = [
  { label: 'Servers: it stays secret', value: 'server' },
  { label: 'Browsers: anybody can read it, and its events are marked', value: 'browser' },
];

export function MakeKey({ deed, onMake }: { deed: Deed<MakeKeyDone>; onMake: (wish: Wish) => void }) {
  const [name, setName] = useState('');
  const [source, setSource] = useState<Wish['source']>('server');
  return (
    <Section title="Make a write key" help="It is shown once, here, and never again.">
      <Flex gap="small" align="end" wrap="wrap">
        <Box flex={1}>
          <Input
            label="Name"
            name="key name"
            placeholder="Segment, production"
            value={name}
            onInput={setName}
            onChange={setName}
          />
        </Box>
        <Box flex={1}>
          <Select
            label="For"
            name="key source"
            value={source}
            options={sources}
            onChange={(chosen) => setSource(chosen === 'browser' ? 'browser' : 'server')}
          />
        </Box>
        <LoadingButton
          variant="primary"
          loading={deed.isWorking}
          onClick={() => {
            onMake({ source, name: name.trim() });
            setName('');
          }}
        >
          Make a key
        </LoadingButton>
      </Flex>
      <DeedOutcome deed={deed} refusedTitle="The key was not made">
        {({ keyId, writeKey }) => <MadeKey keyId={keyId} writeKey={writeKey} />}
      </DeedOutcome>
    </Section>
  );
}

/** The key itself, this once. */
export function MadeKey({ keyId, writeKey }: { keyId: string; writeKey: string | null }) {
  const { copyTextToClipboard, addAlert } = useExtensionActions<'settings'>();
  if (writeKey === null) {
    return (
      <Alert title={`The key ${keyId} was made, and cannot be shown again`} variant="warning">
        Its answer was lost on the way. Revoke it, and make another.
      </Alert>
    );
  }
  const copy = () => {
    copyTextToClipboard(writeKey).then(
      () => addAlert({ type: 'success', message: 'The write key is in the clipboard.' }),
      () =>
        addAlert({ type: 'warning', message: 'The clipboard cannot be reached: mark the key and copy it by hand.' }),
    );
  };
  return (
    <Alert title="Copy this key now: it is not shown again" variant="success">
      <Flex gap="small" align="center" wrap="wrap">
        <Text format={{ fontWeight: 'bold' }} testId="write-key">
          {writeKey}
        </Text>
        <LoadingButton size="xs" onClick={copy}>
          Copy
        </LoadingButton>
      </Flex>
    </Alert>
  );
}
