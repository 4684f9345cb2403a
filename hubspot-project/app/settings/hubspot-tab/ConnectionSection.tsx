import { Alert, Button, Divider, Flex, List, LoadingButton, Text } from '@hubspot/ui-extensions';
import { useAnswer } from '@zo/backend-client';
import { type Connection, type DisconnectDone, localMoment } from '@zo/shared';
import { useState } from 'react';
import type { SettingsClient } from '../asking/settings-client.ts';
import { useDeed } from '../asking/use-deed.ts';
import { DeedOutcome } from '../frame/DeedOutcome.tsx';
import { Section } from '../frame/Section.tsx';

/** How the account is connected, and taking the app out of it. Nothing where the service's settings hold the token. */
export function ConnectionSection({ client }: { client: SettingsClient }) {
  const query = useAnswer(client.connection);
  const disconnecting = useDeed<DisconnectDone>();
  if (query.status !== 'answered' || query.answer.status !== 'ready') return null;
  const { installed, disconnecting: terms, you, portal, asOf } = query.answer;
  if (installed === null) return null;
  const { state } = disconnecting;
  const isOver = state.status === 'ended' && state.answer.status === 'done';
  return (
    <>
      <Divider />
      <Section title="Connection" help="How Zo Handoff may work in this HubSpot account.">
        {isOver ? null : <Text>{installedWords(installed, localMoment(installed.at, portal.timeZone, asOf))}</Text>}
        {isOver || you.role !== 'owner' || !terms.can ? null : (
          <Disconnect
            will={terms.will}
            isWorking={disconnecting.isWorking}
            onConfirm={() => disconnecting.run((requestId) => client.disconnect({ requestId, confirm: true }))}
          />
        )}
        <DeedOutcome deed={disconnecting} refusedTitle="Not disconnected">
          {({ did }) => (
            <Alert title="Disconnected" variant="success">
              <Lines lines={did} />
            </Alert>
          )}
        </DeedOutcome>
      </Section>
    </>
  );
}

type DisconnectProps = { will: string[]; isWorking: boolean; onConfirm: () => void };

/** What it does is read before it is confirmed. */
function Disconnect({ will, isWorking, onConfirm }: DisconnectProps) {
  const [isAsking, setAsking] = useState(false);
  if (!isAsking) {
    return (
      <LoadingButton size="sm" variant="secondary" loading={isWorking} onClick={() => setAsking(true)}>
        Disconnect this account
      </LoadingButton>
    );
  }
  return (
    <Flex direction="column" gap="small" align="start">
      <Text format={{ fontWeight: 'demibold' }}>Disconnecting does this:</Text>
      <Lines lines={will} />
      <Flex gap="small">
        <Button
          size="sm"
          variant="destructive"
          onClick={() => {
            setAsking(false);
            onConfirm();
          }}
        >
          Yes, disconnect
        </Button>
        <Button size="sm" variant="transparent" onClick={() => setAsking(false)}>
          Leave it
        </Button>
      </Flex>
    </Flex>
  );
}

function Lines({ lines }: { lines: string[] }) {
  return (
    <List>
      {lines.map((line) => (
        <Text key={line}>{line}</Text>
      ))}
    </List>
  );
}

function installedWords({ by, account, hosting }: NonNullable<Connection['installed']>, when: string): string {
  const whose = account === null ? 'This account' : account;
  const data = hosting === null ? '' : ` HubSpot keeps its data in ${hosting}.`;
  return `${whose} was connected by ${by ?? 'somebody HubSpot does not name'}, ${when}.${data}`;
}
