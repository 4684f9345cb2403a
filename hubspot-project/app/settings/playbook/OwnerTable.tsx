import {
  Button,
  Flex,
  StatusTag,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { FormOwner } from '@zo/shared';
import { useState } from 'react';
import { type FormProps, problemAt, problemProps } from './form-props.ts';
import { OwnerTerms } from './OwnerTerms.tsx';
import { hubspotWords, slackNote, slackWords, termWords } from './owner-words.ts';

export function OwnerTable(props: FormProps) {
  const { form, canEdit } = props;
  const [edited, setEdited] = useState<string | null>(null);
  const owner = form.owners.find(({ email }) => email === edited);
  if (form.owners.length === 0) return <Text>Nobody yet: at least one owner is needed.</Text>;
  return (
    <Flex direction="column" gap="small">
      <Table bordered={true}>
        <TableHead>
          <TableRow>
            <TableHeader width={190}>Owner</TableHeader>
            <TableHeader width={120}>In HubSpot</TableHeader>
            <TableHeader width={130}>In Slack</TableHeader>
            <TableHeader>Terms</TableHeader>
            {canEdit ? <TableHeader width={170}> </TableHeader> : null}
          </TableRow>
        </TableHead>
        <TableBody>
          {form.owners.map((one, index) => (
            <OwnerRow key={one.email} owner={one} index={index} onEdit={() => setEdited(one.email)} {...props} />
          ))}
        </TableBody>
      </Table>
      {owner === undefined ? null : (
        <OwnerTerms key={owner.email} owner={owner} onClose={() => setEdited(null)} {...props} />
      )}
    </Flex>
  );
}

type RowProps = FormProps & { owner: FormOwner; index: number; onEdit: () => void };

function OwnerRow({ owner, index, draft, canEdit, onEdit }: RowProps) {
  const { email } = owner;
  const state = draft.checked.owners.find((one) => one.email === email);
  const shortName = (state?.name ?? email).split(' ')[0];
  const [hubspot, slack] = [hubspotWords(state), slackWords(state)];
  const problem = problemProps(problemAt(draft, 'handoff/owners', index)).validationMessage;
  return (
    <TableRow>
      <TableCell>
        <Text format={{ fontWeight: 'demibold' }}>{state?.name ?? email}</Text>
        {state?.name === null || state?.name === undefined ? null : <Text variant="microcopy">{email}</Text>}
        {state?.nearest == null ? null : <Text variant="microcopy">{`Did you mean ${state.nearest}?`}</Text>}
        {problem === undefined ? null : <Text variant="microcopy">{problem}</Text>}
      </TableCell>
      <TableCell>
        <StatusTag variant={hubspot.variant}>{hubspot.words}</StatusTag>
      </TableCell>
      <TableCell>
        <StatusTag variant={slack.variant}>{slack.words}</StatusTag>
        {slackNote(owner, state) === null ? null : <Text variant="microcopy">{slackNote(owner, state)}</Text>}
      </TableCell>
      <TableCell>{termWords(owner)}</TableCell>
      {canEdit ? (
        <TableCell>
          <Flex gap="extra-small">
            <Button size="xs" onClick={onEdit}>
              {`Edit ${shortName}`}
            </Button>
            <Button size="xs" variant="transparent" onClick={() => draft.edit({ kind: 'remove owner', email })}>
              {`Remove ${shortName}`}
            </Button>
          </Flex>
        </TableCell>
      ) : null}
    </TableRow>
  );
}
