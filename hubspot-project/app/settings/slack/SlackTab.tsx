import { Alert, Divider, Flex } from '@hubspot/ui-extensions';
import { useAnswer } from '@zo/backend-client';
import type { TestMessageDone } from '@zo/shared';
import type { SettingsClient } from '../asking/settings-client.ts';
import { useDeed } from '../asking/use-deed.ts';
import { DeedOutcome } from '../frame/DeedOutcome.tsx';
import { Section } from '../frame/Section.tsx';
import { TabScreen } from '../frame/TabScreen.tsx';
import { ConnectionNotice } from './Connection.tsx';
import { ConnectSlack } from './ConnectSlack.tsx';
import { PlaceTable } from './PlaceTable.tsx';
import { TestSent } from './TestSent.tsx';

/** Whether Slack is connected, what it lacks, and where messages go. */
export function SlackTab({ client }: { client: SettingsClient }) {
  const query = useAnswer(client.slack);
  const deed = useDeed<TestMessageDone>();
  return (
    <TabScreen query={query} what="Slack">
      {({ connection, via, connected, canPress, places, you, portal: { timeZone } }, now) => (
        <Flex direction="column" gap="medium">
          <ConnectionNotice tab={{ connection, via, connected }} now={now} timeZone={timeZone} />
          {via === 'settings' && you.readOnly === null ? (
            <ConnectSlack client={client} connection={connection} timeZone={timeZone} onChanged={query.refresh} />
          ) : null}
          {canPress ? null : (
            <Alert title="Buttons in messages are off" variant="warning">
              Set SLACK_SIGNING_SECRET on the service, and its address as the Slack app’s Interactivity URL.
            </Alert>
          )}
          {places.some(({ sharing }) => sharing !== null) ? (
            <Alert title="Another company reads along" variant="danger">
              A channel below is shared through Slack Connect. Name a channel of your own in the playbook, or end the
              sharing in Slack.
            </Alert>
          ) : null}
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
