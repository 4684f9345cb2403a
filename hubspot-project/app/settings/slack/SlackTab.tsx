import { Alert, Divider, Flex, List, Text } from '@hubspot/ui-extensions';
import { useAnswer } from '@zo/backend-client';
import type { SlackTabAnswer, TestMessageDone } from '@zo/shared';
import type { SettingsClient } from '../asking/settings-client.ts';
import { useDeed } from '../asking/use-deed.ts';
import { DeedOutcome } from '../frame/DeedOutcome.tsx';
import { Section } from '../frame/Section.tsx';
import { TabScreen } from '../frame/TabScreen.tsx';
import { PlaceTable } from './PlaceTable.tsx';
import { TestSent } from './TestSent.tsx';

/** Whether Slack is connected, what it lacks, and where messages go. */
export function SlackTab({ client }: { client: SettingsClient }) {
  const query = useAnswer(client.slack);
  const deed = useDeed<TestMessageDone>();
  return (
    <TabScreen query={query} what="Slack">
      {({ connection, canPress, places, you }) => (
        <Flex direction="column" gap="medium">
          <Connection connection={connection} />
          {canPress ? null : (
            <Alert title="Buttons in messages are off" variant="warning">
              Set SLACK_SIGNING_SECRET on the service, and its address as the Slack app’s Interactivity URL.
            </Alert>
          )}
          <Divider />
          <Section
            title="Where messages go"
            help="As the playbook in force says. A test message shows that it arrives there."
          >
            <PlaceTable
              places={places}
              canSend={you.readOnly === null && connection.status === 'connected'}
              isWorking={deed.isWorking}
              onTest={(use) => deed.run((requestId) => client.testMessage({ requestId, use }))}
            />
            <DeedOutcome deed={deed} refusedTitle="The test message did not arrive">
              {({ place, link }) => <TestSent place={place} link={link} />}
            </DeedOutcome>
          </Section>
        </Flex>
      )}
    </TabScreen>
  );
}

type Connected = Extract<SlackTabAnswer, { status: 'ready' }>['connection'];

function Connection({ connection }: { connection: Connected }) {
  switch (connection.status) {
    case 'connected':
      return <Granted team={connection.team} missing={connection.missing} />;
    case 'not connected':
      return (
        <Alert title="Slack is not connected" variant="warning">
          {connection.remedy}
        </Alert>
      );
    case 'refused':
      return (
        <Alert title="Slack refuses the app" variant="danger">
          {`${connection.reason}. ${connection.remedy}`}
        </Alert>
      );
    case 'no answer':
      return (
        <Alert title="Slack could not be asked" variant="warning">
          {`${connection.reason}. Alerts wait, and are posted when it answers.`}
        </Alert>
      );
  }
}

function Granted({ team, missing }: Pick<Extract<Connected, { status: 'connected' }>, 'team' | 'missing'>) {
  if (missing.length === 0) {
    return (
      <Alert title={`Connected to ${team}`} variant="success">
        Every scope is granted.
      </Alert>
    );
  }
  return (
    <Alert
      title={`Connected to ${team}, without ${missing.length === 1 ? 'a scope' : `${missing.length} scopes`}`}
      variant={missing.some(({ isRequired }) => isRequired) ? 'danger' : 'warning'}
    >
      <List>
        {missing.map(({ scope, feature, isRequired }) => (
          <Text key={scope}>{`${scope}: needed to ${feature}${isRequired ? '' : ' (optional)'}`}</Text>
        ))}
      </List>
      <Text>Add them to the Slack app and install it again.</Text>
    </Alert>
  );
}
