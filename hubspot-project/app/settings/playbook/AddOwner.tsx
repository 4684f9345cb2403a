import { Box, Button, Flex, Select, Text } from '@hubspot/ui-extensions';
import { useState } from 'react';
import type { FormProps } from './form-props.ts';

/** From HubSpot's active owners who are not in the playbook. */
export function AddOwner({ form, draft, tab }: FormProps) {
  const [chosen, setChosen] = useState('');
  const free = tab.hubspotOwners.filter(
    ({ email, isActive }) => isActive && !form.owners.some((owner) => owner.email === email),
  );
  if (free.length === 0) {
    return <Text variant="microcopy">Every active owner of this HubSpot account is in the playbook.</Text>;
  }
  const add = () => {
    draft.edit({ kind: 'owner', email: chosen, terms: {} });
    setChosen('');
  };
  return (
    <Flex gap="small" align="end">
      <Box flex={1}>
        <Select
          label="Add an owner"
          name="add an owner"
          placeholder="Choose from HubSpot’s active owners"
          value={chosen}
          options={free.map(({ email, name }) => ({ label: `${name} (${email})`, value: email }))}
          onChange={(email) => setChosen(String(email))}
        />
      </Box>
      <Button disabled={chosen === ''} onClick={add}>
        Add owner
      </Button>
    </Flex>
  );
}
