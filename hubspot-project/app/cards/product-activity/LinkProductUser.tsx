import { Alert, Flex, Form, Input, LoadingButton } from '@hubspot/ui-extensions';
import type { LinkProductUserAnswer } from '@zo/shared';
import { useState } from 'react';
import { linkProductUser } from '../backend-client.ts';

type Props = { contactId: number; baseUrl: unknown; onLinked: () => void };

type Progress = { status: 'idle' } | { status: 'asking' } | { status: 'problem'; message: string };

/** For a person whose product login has another e-mail address than the HubSpot contact. */
export function LinkProductUser({ contactId, baseUrl, onLinked }: Props) {
  const [productUser, setProductUser] = useState('');
  const [progress, setProgress] = useState<Progress>({ status: 'idle' });
  const asked = productUser.trim();

  const submit = () => {
    if (asked === '' || progress.status === 'asking') return;
    setProgress({ status: 'asking' });
    linkProductUser(baseUrl, { contactId: String(contactId), productUser: asked }).then(
      (answer) => {
        if (answer.status === 'linked') onLinked();
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
          onInput={setProductUser}
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
  return answer.reason;
}
