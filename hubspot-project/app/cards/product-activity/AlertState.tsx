import { Alert, Link, Text } from '@hubspot/ui-extensions';
import type { CardAlert } from '@zo/shared';

/** What became of the Slack alert to one place; loud only where somebody may not know of the handoff. */
export function AlertState({ alert }: { alert: CardAlert }) {
  const { place, state, link, reason } = alert;
  switch (state) {
    case 'posted':
      return link === null ? (
        <Text variant="microcopy">Alerted in Slack: {place}</Text>
      ) : (
        <Link href={{ url: link, external: true }}>Slack alert: {place}</Link>
      );
    case 'queued':
      return <Text variant="microcopy">Slack alert to {place} is on its way</Text>;
    case 'gathered':
      return <Text variant="microcopy">In the day’s list of further leads in Slack: {place}</Text>;
    case 'gone':
      return <Text variant="microcopy">The Slack alert was removed there: {place}</Text>;
    case 'moot':
      return <Text variant="microcopy">Slack alert no longer needed: {place}</Text>;
    case 'failed':
      return (
        <Alert title={`Not alerted: ${place}`} variant="warning">
          {withReason(reason, 'Tell the account executive yourself.')}
        </Alert>
      );
    case 'unconfirmed':
      return (
        <Alert title={`Slack did not confirm the alert: ${place}`} variant="warning">
          {withReason(reason, 'It may have arrived. Look in Slack; it is not sent again by itself.')}
        </Alert>
      );
  }
}

function withReason(reason: string | null, advice: string): string {
  return reason === null ? advice : `${reason}. ${advice}`;
}
