import { Alert, Flex, LoadingButton, Text } from '@hubspot/ui-extensions';
import { useRef, useState } from 'react';
import { unlinkProductUser } from '../backend-client.ts';
import { newKey } from './new-key.ts';

type Props = { productUser: string; contactId: number; baseUrl: unknown; onUnlinked: () => void };

/** Right after linking, while whoever did it may still see that it was the wrong one. */
export function LinkedNotice({ productUser, contactId, baseUrl, onUnlinked }: Props) {
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const key = useRef<string | null>(null);

  const undo = () => {
    if (isAsking) return;
    setAsking(true);
    key.current ??= newKey();
    unlinkProductUser(baseUrl, { contactId: String(contactId), productUser, idempotencyKey: key.current }).then(
      (answer) => {
        key.current = null;
        setAsking(false);
        if (answer.status === 'refused') setProblem(answer.reason);
        else onUnlinked();
      },
      (error: unknown) => {
        setAsking(false);
        setProblem(`Could not undo: ${String(error)}`);
      },
    );
  };

  return (
    <Alert title={`Linked ${productUser}`} variant="success">
      <Flex direction="column" gap="small" align="start">
        <Text>{problem ?? 'What they did in the product counts for this contact from now on.'}</Text>
        <LoadingButton size="sm" loading={isAsking} onClick={undo}>
          Undo linking
        </LoadingButton>
      </Flex>
    </Alert>
  );
}
