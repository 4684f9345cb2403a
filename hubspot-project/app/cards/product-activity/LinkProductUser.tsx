import { Alert, Flex, Form, Input, LoadingButton } from '@hubspot/ui-extensions';
import type { LinkProductUserAnswer } from '@zo/shared';
import { useRef, useState } from 'react';
import { linkProductUser } from '../backend-client.ts';
import { newKey } from './new-key.ts';

type Props = {
  contactId: number;
  baseUrl: unknown;
  /** By the name that was entered. */
  onLinked: (productUser: string) => void;
};

type Progress = { status: 'idle' } | { status: 'asking' } | { status: 'problem'; message: string };

/** For a person whose product login has another e-mail address than the HubSpot contact. */
export function LinkProductUser({ contactId, baseUrl, onLinked }: Props) {
  const [productUser, setProductUser] = useState('');
  const [progress, setProgress] = useState<Progress>({ status: 'idle' });
  const asked = productUser.trim();
  /** Stays until an answer has come, so that trying again does nothing twice. */
  const key = useRef<string | null>(null);

  const submit = () => {
    if (asked === '' || progress.status === 'asking') return;
    setProgress({ status: 'asking' });
    key.current ??= newKey();
    const request = { contactId: String(contactId), productUser: asked, idempotencyKey: key.current };
    linkProductUser(baseUrl, request).then(
      (answer) => {
        key.current = null;
        if (answer.status === 'linked') onLinked(asked);
        setProgress(answer.status === 'linked' ? { status: 'idle' } : { status: 'problem', message: refusal(answer) });
      },
      (error: unknown) => setProgress({ status: 'problem', message: `Could not link: ${String(error)}` }),
    );
  };

  return (
    <Form onSubmit={submit} preventDefault={true}>
      <Flex direction="column" gap="small">
        <Input
          label="Product user"
          name="product-user"
          description="Does this person sign in to your product with another e-mail address? Enter it, or the user id there."
          value={productUser}
          onInput={(text) => {
            key.current = null;
            setProductUser(text);
          }}
        />
        {progress.status === 'problem' ? (
          <Alert title="Not linked" variant="warning">
            {progress.message}
          </Alert>
        ) : null}
        <LoadingButton type="submit" loading={progress.status === 'asking'} disabled={asked === ''}>
          Link product user
        </LoadingButton>
      </Flex>
    </Form>
  );
}

function refusal(answer: Exclude<LinkProductUserAnswer, { status: 'linked' }>): string {
  if (answer.status === 'unknown user') return 'No product event has ever named this user id or e-mail address.';
  if (answer.status === 'linked elsewhere') return `This product user belongs to contact ${answer.contactId}.`;
  if (answer.status === 'unknown contact') return 'HubSpot has no such contact any more.';
  return answer.reason;
}
