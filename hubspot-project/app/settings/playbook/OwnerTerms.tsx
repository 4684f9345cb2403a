import { AutoGrid, Button, Flex, Heading, Input, Tile } from '@hubspot/ui-extensions';
import { type FormOwner, ownerFields } from '@zo/shared';
import { useState } from 'react';
import type { FormProps } from './form-props.ts';
import { SlackPersonField } from './SlackPersonField.tsx';

type Props = FormProps & { owner: FormOwner; onClose: () => void };

/** What is said of one owner besides the address. Empty is as for everybody. */
export function OwnerTerms({ owner, draft, tab, onClose }: Props) {
  const [terms, setTerms] = useState<Record<string, string>>(owner.terms);
  const [leave, setLeave] = useState(owner.leave.join(', '));
  const name = tab.hubspotOwners.find(({ email }) => email === owner.email)?.name ?? owner.email;
  const apply = () => {
    const all = Object.fromEntries(ownerFields.map(({ path }) => [path, terms[path]?.trim() || null]));
    const days = leave
      .split(',')
      .map((span) => span.trim())
      .filter(Boolean);
    draft.edit({ kind: 'owner', email: owner.email, terms: all, leave: days });
    onClose();
  };
  return (
    <Tile>
      <Flex direction="column" gap="small">
        <Heading>{`Terms of ${name}`}</Heading>
        <AutoGrid columnWidth={260} flexible={true} gap="small">
          {ownerFields.map(({ path, label, help, otherwise }) =>
            path === 'slack' ? (
              <SlackPersonField
                key={path}
                name={`${owner.email} ${path}`}
                value={terms[path] ?? ''}
                people={tab.slackPeople}
                onChange={(text) => setTerms((before) => ({ ...before, [path]: text }))}
              />
            ) : (
              <Input
                key={path}
                label={label}
                name={`${owner.email} ${path}`}
                description={help}
                placeholder={`default: ${otherwise}`}
                value={terms[path] ?? ''}
                onInput={(text) => setTerms((before) => ({ ...before, [path]: text }))}
                onChange={(text) => setTerms((before) => ({ ...before, [path]: text }))}
              />
            ),
          )}
          <Input
            label="Leave"
            name={`${owner.email} leave`}
            description="First and last day included, separated by commas."
            placeholder="2026-12-20 to 2027-01-03"
            value={leave}
            onInput={setLeave}
            onChange={setLeave}
          />
        </AutoGrid>
        <Flex gap="small">
          <Button variant="primary" size="sm" onClick={apply}>
            Put into the draft
          </Button>
          <Button variant="transparent" size="sm" onClick={onClose}>
            Leave as it is
          </Button>
        </Flex>
      </Flex>
    </Tile>
  );
}
