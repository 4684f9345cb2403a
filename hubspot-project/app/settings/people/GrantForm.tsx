import { Box, Flex, Form, Input, LoadingButton } from '@hubspot/ui-extensions';
import { useState } from 'react';

const addressShape = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export function GrantForm({ isWorking, onGrant }: { isWorking: boolean; onGrant: (email: string) => void }) {
  const [email, setEmail] = useState('');
  const address = email.trim().toLowerCase();
  const isAddress = addressShape.test(address);
  const isWrong = address.includes('@') && !isAddress && address.length > 5;
  const grant = () => {
    if (!isAddress || isWorking) return;
    onGrant(address);
    setEmail('');
  };
  return (
    <Form onSubmit={grant} preventDefault={true}>
      <Flex gap="small" align="end">
        <Box flex={1}>
          <Input
            label="Let somebody change settings"
            name="grant to"
            placeholder="maria@acme.test"
            description="By the e-mail address they use in HubSpot."
            value={email}
            error={isWrong}
            validationMessage={isWrong ? 'This is not an e-mail address yet' : undefined}
            onInput={setEmail}
            onChange={setEmail}
          />
        </Box>
        <LoadingButton type="submit" loading={isWorking} disabled={!isAddress}>
          Grant editing
        </LoadingButton>
      </Flex>
    </Form>
  );
}
