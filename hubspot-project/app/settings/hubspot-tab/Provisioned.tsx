import { Alert, List, Text } from '@hubspot/ui-extensions';
import type { ProvisionDone } from '@zo/shared';

type Done = Extract<ProvisionDone, { status: 'done' }>;

/** What was done, and what HubSpot refused. */
export function Provisioned({ done, isLive }: { done: Done; isLive: boolean }) {
  const { created, changed, switchedOn, asWanted, refused } = done;
  const words = `${created} created, ${changed} changed, ${switchedOn} switched on, ${asWanted} as they should be.`;
  return (
    <Alert
      title={isLive ? 'HubSpot is as the playbook needs it, and live' : 'HubSpot is as the playbook needs it'}
      variant={refused.length === 0 ? 'success' : 'warning'}
    >
      <Text>{words}</Text>
      {refused.length === 0 ? null : (
        <List>
          {refused.map(({ what, reason }) => (
            <Text key={what}>{`HubSpot refused ${what}: ${reason}`}</Text>
          ))}
        </List>
      )}
    </Alert>
  );
}
