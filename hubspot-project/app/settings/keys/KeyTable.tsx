import {
  EmptyState,
  StatusTag,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import { type KeyView, localMoment, timeAgo } from '@zo/shared';
import { ConfirmButton } from '../frame/ConfirmButton.tsx';

type Props = {
  keys: KeyView[];
  now: number;
  timeZone: string;
  canEdit: boolean;
  isWorking: boolean;
  onRevoke: (keyId: string) => void;
};

export function KeyTable({ keys, now, timeZone, canEdit, isWorking, onRevoke }: Props) {
  if (keys.length === 0) {
    return (
      <EmptyState title="No write key yet" layout="vertical" imageName="lock" flush={true}>
        <Text>Without one no event can arrive. Make one below.</Text>
      </EmptyState>
    );
  }
  return (
    <Table bordered={true}>
      <TableHead>
        <TableRow>
          <TableHeader>Key</TableHeader>
          <TableHeader>For</TableHeader>
          <TableHeader>Made</TableHeader>
          <TableHeader>Last used</TableHeader>
          <TableHeader>State</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {keys.map((key) => (
          <TableRow key={key.keyId}>
            <TableCell>
              <Text format={{ fontWeight: 'demibold' }}>{nameOf(key)}</Text>
              <Text variant="microcopy">{`${key.keyId} …`}</Text>
            </TableCell>
            <TableCell>{key.source === 'server' ? 'servers' : 'browsers'}</TableCell>
            <TableCell>{localMoment(key.createdAt, timeZone, now)}</TableCell>
            <TableCell>{key.lastUsedAt === null ? 'not known' : timeAgo(now - key.lastUsedAt)}</TableCell>
            <TableCell>
              <KeyState keyView={key} now={now} canEdit={canEdit} isWorking={isWorking} onRevoke={onRevoke} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function nameOf({ name, isFromEnvironment }: KeyView): string {
  if (name !== '') return name;
  return isFromEnvironment ? 'From the environment (WRITE_KEY)' : 'Without a name';
}

type StateProps = Pick<Props, 'now' | 'canEdit' | 'isWorking' | 'onRevoke'> & { keyView: KeyView };

function KeyState({ keyView, now, canEdit, isWorking, onRevoke }: StateProps) {
  const { keyId, revokedAt, isFromEnvironment, name } = keyView;
  if (revokedAt !== null) return <StatusTag variant="default">{`Revoked ${timeAgo(now - revokedAt)}`}</StatusTag>;
  if (isFromEnvironment) {
    return (
      <>
        <StatusTag variant="success">Works</StatusTag>
        <Text variant="microcopy">Revoked by taking it out of the environment.</Text>
      </>
    );
  }
  if (!canEdit) return <StatusTag variant="success">Works</StatusTag>;
  return (
    <ConfirmButton
      size="xs"
      isDestructive={true}
      isWorking={isWorking}
      label={`Revoke ${name === '' ? keyId : name}`}
      question="Whatever sends events with it is refused from then on. This cannot be taken back."
      confirm="Yes, revoke it"
      onConfirm={() => onRevoke(keyId)}
    />
  );
}
