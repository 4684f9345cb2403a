import { Alert } from '@hubspot/ui-extensions';
import type { ReadOnlyReason } from '@zo/shared';

/** Why nothing can be changed here, and who or what changes that. */
export function ReadOnlyNotice({ reason }: { reason: ReadOnlyReason }) {
  switch (reason.kind) {
    case 'nobody may':
      return (
        <Alert title="Nobody may change settings from HubSpot" variant="warning">
          Set ADMIN_EMAILS on the service to the e-mail addresses of those who may, with the owner first, and start it
          again. The first one can then grant it to others here.
        </Alert>
      );
    case 'viewer':
      return (
        <Alert title="You may look, and not change anything" variant="info">
          {`${reason.owner} can grant you editing, under People & history.`}
        </Alert>
      );
    case 'unknown user':
      return (
        <Alert title="HubSpot did not say who you are" variant="warning">
          {`So nothing can be changed. Open the page again; ${reason.owner} is the owner of these settings.`}
        </Alert>
      );
  }
}
