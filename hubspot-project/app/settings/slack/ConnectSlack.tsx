import { Alert, Button, Flex, Link, LoadingButton, Text } from '@hubspot/ui-extensions';
import { type DisconnectSlackDone, localTime, type SlackLinkAnswer, type SlackTab } from '@zo/shared';
import type { SettingsClient } from '../asking/settings-client.ts';
import { useDeed } from '../asking/use-deed.ts';
import { ConfirmButton } from '../frame/ConfirmButton.tsx';
import { DeedOutcome } from '../frame/DeedOutcome.tsx';
import { NoAnswer } from '../frame/NoAnswer.tsx';

type Props = { client: SettingsClient; connection: SlackTab['connection']; timeZone: string; onChanged: () => void };

/** Connects a workspace in a tab of its own, and ends the connection. */
export function ConnectSlack({ client, connection, timeZone, onChanged }: Props) {
  const link = useDeed<SlackLinkAnswer>();
  const ending = useDeed<DisconnectSlackDone>(onChanged);
  const isFirst = connection.status === 'not connected';
  const isThere = !isFirst && connection.status !== 'lost';
  return (
    <Flex direction="column" gap="small">
      <Flex gap="small" wrap="wrap">
        <LoadingButton
          variant={connection.status === 'connected' ? 'secondary' : 'primary'}
          loading={link.isWorking}
          onClick={() => link.run(() => client.slackLink())}
        >
          {isFirst ? 'Connect Slack' : 'Connect Slack again'}
        </LoadingButton>
        {isThere ? (
          <ConfirmButton
            label="Disconnect Slack"
            question="Alerts wait from then on until Slack is connected again. Nothing is lost."
            confirm="Yes, disconnect it"
            size="md"
            isDestructive={true}
            isWorking={ending.isWorking}
            onConfirm={() => ending.run((requestId) => client.disconnectSlack({ requestId }))}
          />
        ) : null}
      </Flex>
      <LinkMade link={link} timeZone={timeZone} onChanged={onChanged} />
      <DeedOutcome deed={ending} refusedTitle="Slack was not disconnected">
        {({ isGivenBack }) => (
          <Alert title="Slack is disconnected" variant={isGivenBack ? 'success' : 'warning'}>
            {isGivenBack
              ? 'Alerts wait until it is connected again.'
              : 'Slack could not be told: remove the app in Slack too. Alerts wait until it is connected again.'}
          </Alert>
        )}
      </DeedOutcome>
    </Flex>
  );
}

type LinkProps = Pick<Props, 'timeZone' | 'onChanged'> & { link: ReturnType<typeof useDeed<SlackLinkAnswer>> };

function LinkMade({ link: { state, again, forget }, timeZone, onChanged }: LinkProps) {
  if (state.status === 'no answer') return <NoAnswer problem={state.problem} onAgain={again} />;
  if (state.status !== 'ended') return null;
  const { answer } = state;
  if (answer.status !== 'made') {
    const reason = answer.status === 'refused' ? answer.reason : 'This account is not connected to Zo Handoff';
    return (
      <Alert title="Slack cannot be connected here" variant="warning">
        {`${reason}.`}
      </Alert>
    );
  }
  const lookAgain = () => {
    forget();
    onChanged();
  };
  return (
    <Alert title="Go on in Slack" variant="info">
      <Link href={{ url: answer.url, external: true }}>Open Slack in a new tab and allow Zo Handoff</Link>
      <Text>{`The link works once, in this browser, until ${localTime(answer.validUntil, timeZone, answer.validUntil)}.`}</Text>
      <Button size="sm" onClick={lookAgain}>
        I have allowed it: look again
      </Button>
    </Alert>
  );
}
