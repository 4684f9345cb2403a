import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow, Text } from '@hubspot/ui-extensions';
import { localMoment, type SettingsPerson } from '@zo/shared';
import { ConfirmButton } from '../frame/ConfirmButton.tsx';

type Props = {
  people: SettingsPerson[];
  now: number;
  timeZone: string;
  canGrant: boolean;
  isWorking: boolean;
  onTakeBack: (email: string) => void;
};

export function PeopleTable({ people, now, timeZone, canGrant, isWorking, onTakeBack }: Props) {
  if (people.length === 0) return <Text>Nobody: ADMIN_EMAILS is empty on the service.</Text>;
  return (
    <Table bordered={true}>
      <TableHead>
        <TableRow>
          <TableHeader>Who</TableHeader>
          <TableHeader>May</TableHeader>
          <TableHeader>By whom, when</TableHeader>
          {canGrant ? <TableHeader width="min"> </TableHeader> : null}
        </TableRow>
      </TableHead>
      <TableBody>
        {people.map(({ email, role, by, at }) => (
          <TableRow key={email}>
            <TableCell>{email}</TableCell>
            <TableCell>{role === 'owner' ? 'change settings, and grant that to others' : 'change settings'}</TableCell>
            <TableCell>
              {by === null || at === null ? 'named in ADMIN_EMAILS' : `${by}, ${localMoment(at, timeZone, now)}`}
            </TableCell>
            {canGrant ? (
              <TableCell width="min">
                {by === null || role === 'owner' ? null : (
                  <ConfirmButton
                    size="xs"
                    isDestructive={true}
                    isWorking={isWorking}
                    label={`Take back from ${email}`}
                    question={`${email} reads only from then on.`}
                    confirm="Yes, take it back"
                    onConfirm={() => onTakeBack(email)}
                  />
                )}
              </TableCell>
            ) : null}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
