import { Alert, Box, Button, Flex, Form, Input, LoadingButton, Text } from '@hubspot/ui-extensions';
import { type AllowListDone, allowedName, type DroppedName } from '@zo/shared';
import { useState } from 'react';
import type { Deed } from '../asking/use-deed.ts';
import { DeedOutcome } from '../frame/DeedOutcome.tsx';
import { Section } from '../frame/Section.tsx';

type Props = {
  allowed: string[];
  dropped: DroppedName[];
  canEdit: boolean;
  deed: Deed<AllowListDone>;
  onChange: (allowed: string[]) => void;
};

const mostOffered = 20;

export function AllowList({ allowed, dropped, canEdit, deed, onChange }: Props) {
  return (
    <Section
      title="What is kept of messages"
      help="Ids, moments, event names and page paths; of people e-mail, name and plan; of companies name, domain and website. Everything else is dropped before it is stored, IP address and browser included, unless it is listed here. A change counts for events that come from then on: what was dropped cannot be brought back, so usage counted again by a later playbook cannot ask for it."
    >
      {allowed.length === 0 ? <Text>Nothing is kept besides.</Text> : null}
      {allowed.map((name) => (
        <Flex key={name} gap="small" align="center">
          <Text format={{ fontWeight: 'demibold' }}>{name}</Text>
          {canEdit ? (
            <Button
              size="xs"
              disabled={deed.isWorking}
              onClick={() => onChange(allowed.filter((other) => other !== name))}
            >
              {`No longer keep ${name}`}
            </Button>
          ) : null}
        </Flex>
      ))}
      {canEdit ? <AddName isWorking={deed.isWorking} onAdd={(name) => onChange([...allowed, name])} /> : null}
      <Text variant="microcopy">
        {dropped.length === 0 ? 'Nothing else has come so far.' : 'Came and was not kept; only the names are known:'}
      </Text>
      {dropped.slice(0, mostOffered).map(({ name, messages }) => (
        <Flex key={name} gap="small" align="center">
          <Text>{`${name}: in ${messages.toLocaleString('en-US')} ${messages === 1 ? 'message' : 'messages'}`}</Text>
          {canEdit ? (
            <Button size="xs" disabled={deed.isWorking} onClick={() => onChange([...allowed, name])}>
              {`Keep ${name}`}
            </Button>
          ) : null}
        </Flex>
      ))}
      <DeedOutcome deed={deed} refusedTitle="The list was not changed">
        {() => <Alert title="Saved: it counts for events from now on" variant="success" />}
      </DeedOutcome>
    </Section>
  );
}

function AddName({ isWorking, onAdd }: { isWorking: boolean; onAdd: (name: string) => void }) {
  const [typed, setTyped] = useState('');
  const name = typed.trim();
  const isName = allowedName.test(name);
  const add = () => {
    if (!isName || isWorking) return;
    onAdd(name);
    setTyped('');
  };
  return (
    <Form onSubmit={add} preventDefault={true}>
      <Flex gap="small" align="end">
        <Box flex={1}>
          <Input
            label="Keep besides"
            name="allowed name"
            placeholder="traits.jobTitle"
            description="A trait or a property, such as properties.amount."
            value={typed}
            onInput={setTyped}
            onChange={setTyped}
          />
        </Box>
        <LoadingButton type="submit" loading={isWorking} disabled={!isName}>
          Keep it
        </LoadingButton>
      </Flex>
    </Form>
  );
}
