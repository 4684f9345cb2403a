import { Accordion, Alert, DescriptionList, DescriptionListItem, Flex, Link, Text } from '@hubspot/ui-extensions';
import { type CardAlert, type CardHandoff, type CardPortal, localMoment, shortDuration, timeAgo } from '@zo/shared';
import { Section } from './Section.tsx';

type Props = { handoffs: CardHandoff[]; portal: CardPortal; now: number };

/** Who owns it, what the clock does, what became of the alert, and what happened before. */
export function HandoffSection({ handoffs, portal, now }: Props) {
  const open = handoffs.find(({ closedAt }) => closedAt === null);
  const past = handoffs.filter(({ closedAt }) => closedAt !== null);
  return (
    <Section title="Handoff">
      {open === undefined ? (
        <Text>No open handoff</Text>
      ) : (
        <OpenHandoff handoff={open} zone={portal.timeZone} now={now} />
      )}
      {past.length === 0 ? null : (
        <Accordion title={`Earlier handoffs (${past.length})`} size="sm" testId="history">
          {past.map((handoff) => (
            <PastHandoff key={handoff.handoffId} handoff={handoff} zone={portal.timeZone} now={now} />
          ))}
        </Accordion>
      )}
    </Section>
  );
}

type HandoffProps = { handoff: CardHandoff; zone: string; now: number };

function OpenHandoff({ handoff, zone, now }: HandoffProps) {
  const { owner, alerts } = handoff;
  return (
    <Flex direction="column" gap="extra-small">
      <DescriptionList direction="row">
        <DescriptionListItem label="Owner">
          <Text>{owner === null ? 'Nobody yet' : owner.name}</Text>
          {owner === null ? null : <Text variant="microcopy">{owner.reason}</Text>}
        </DescriptionListItem>
        <DescriptionListItem label="First call">
          <Text testId="first-call">{firstCall(handoff, now)}</Text>
          {handoff.dueAt === null ? null : (
            <Text variant="microcopy">{`due ${localMoment(handoff.dueAt, zone, now)}`}</Text>
          )}
        </DescriptionListItem>
      </DescriptionList>
      {alerts.map((alert) => (
        <AlertState key={alert.place} alert={alert} />
      ))}
    </Flex>
  );
}

function firstCall({ dueAt, firstTouchAt }: CardHandoff, now: number): string {
  if (firstTouchAt !== null) return `Made ${timeAgo(now - firstTouchAt)}`;
  if (dueAt === null) return 'No time set';
  return dueAt <= now ? `Overdue by ${shortDuration(now - dueAt)}` : `In ${shortDuration(dueAt - now)}`;
}

function AlertState({ alert }: { alert: CardAlert }) {
  const { place, state, link, reason } = alert;
  if (state === 'posted') {
    return link === null ? (
      <Text variant="microcopy">Alerted in Slack: {place}</Text>
    ) : (
      <Link href={{ url: link, external: true }}>Slack alert: {place}</Link>
    );
  }
  if (state === 'queued') return <Text variant="microcopy">Slack alert to {place} is on its way</Text>;
  const title = state === 'failed' ? `Not alerted: ${place}` : `Slack did not confirm the alert: ${place}`;
  const advice =
    state === 'failed'
      ? 'Tell the account executive yourself.'
      : 'It may have arrived. Look in Slack; it is not sent again by itself.';
  return (
    <Alert title={title} variant="warning">
      {reason === null ? advice : `${reason}. ${advice}`}
    </Alert>
  );
}

const outcomes: Partial<Record<CardHandoff['status'], string>> = {
  returned: 'returned to marketing',
  not_a_fit: 'not a fit',
  won: 'won',
  lost: 'lost',
  rejected: 'rejected in review',
  withdrawn: 'withdrawn before anybody was told',
};

function PastHandoff({ handoff, zone, now }: HandoffProps) {
  const { handoffId, status, openedAt, owner, reasons } = handoff;
  const who = owner === null ? '' : `, ${owner.name}`;
  const why = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  return (
    <Text variant="microcopy" testId={`handoff-${handoffId}`}>
      {`${localMoment(openedAt, zone, now)}${who} - ${outcomes[status] ?? status}${why}`}
    </Text>
  );
}
