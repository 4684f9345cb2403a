import { Alert } from '@hubspot/ui-extensions';

export function RevokedNotice({ keyId, worksForSeconds }: { keyId: string; worksForSeconds: number }) {
  return (
    <Alert title={`The key ${keyId} is revoked`} variant="success">
      {`Events sent with it are refused within ${worksForSeconds} seconds.`}
    </Alert>
  );
}
