import { Alert, List, Text } from '@hubspot/ui-extensions';
import { localMoment, type SlackTab } from '@zo/shared';

type Props = { tab: Pick<SlackTab, 'connection' | 'via' | 'connected'>; now: number; timeZone: string };
type Connection = SlackTab['connection'];

/** How it stands with Slack, in one notice. */
export function ConnectionNotice({ tab, now, timeZone }: Props) {
  const { connection, via, connected } = tab;
  switch (connection.status) {
    case 'connected': {
      const who = connected && `Connected by ${connected.by}, ${localMoment(connected.at, timeZone, now)}.`;
      const environment = 'The token stands in the environment, as SLACK_BOT_TOKEN, and is changed there.';
      return <Granted {...connection} words={via === 'environment' ? environment : who} via={via} />;
    }
    case 'not connected':
      return (
        <Alert title="Slack is not connected" variant="warning">
          {connection.remedy}
        </Alert>
      );
    case 'lost':
      return (
        <Alert title={`Slack is not connected to ${connection.team} any more`} variant="danger">
          {`Since ${localMoment(connection.at, timeZone, now)}: ${connection.reason}. Alerts wait, and are posted when Slack is connected again.`}
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

type GrantedProps = Pick<Extract<Connection, { status: 'connected' }>, 'team' | 'missing'> &
  Pick<SlackTab, 'via'> & { words: string | null };

function Granted({ team, missing, words, via }: GrantedProps) {
  if (missing.length === 0) {
    return (
      <Alert title={`Connected to ${team}`} variant="success">
        {`Every scope is granted.${words === null ? '' : ` ${words}`}`}
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
      <Text>
        {via === 'settings'
          ? 'Connect again, and allow all that Slack asks.'
          : 'Add them to the Slack app and install it again.'}
      </Text>
      {words === null ? null : <Text>{words}</Text>}
    </Alert>
  );
}
