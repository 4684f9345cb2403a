import { Accordion, DescriptionList, DescriptionListItem, Flex, Text } from '@hubspot/ui-extensions';
import { type CardHandoff, type CardPortal, capital, localMoment, shortDuration, timeAgo } from '@zo/shared';
import { AlertState } from './AlertState.tsx';
import { handoffFacts, touchInWords } from './handoff-facts.ts';
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
  const detail = firstCallDetail(handoff, zone, now);
  return (
    <Flex direction="column" gap="extra-small">
      <DescriptionList direction="row">
        <DescriptionListItem label="Owner">
          <Text>{owner === null ? 'Nobody yet' : owner.name}</Text>
          {owner === null ? null : <Text variant="microcopy">{capital(owner.reason)}</Text>}
        </DescriptionListItem>
        <DescriptionListItem label="First call">
          <Text testId="first-call">{firstCall(handoff, now)}</Text>
          {detail === null ? null : (
            <Text variant="microcopy" testId="first-call-detail">
              {detail}
            </Text>
          )}
        </DescriptionListItem>
      </DescriptionList>
      {handoffFacts(handoff, zone, now).map((fact, index) => (
        <Text key={fact} variant="microcopy" testId={`fact-${index}`}>
          {fact}
        </Text>
      ))}
      {alerts.map((alert) => (
        <AlertState key={`${alert.place} ${alert.state}`} alert={alert} />
      ))}
    </Flex>
  );
}

function firstCall({ dueAt, touch }: CardHandoff, now: number): string {
  if (touch !== null) return `Made ${timeAgo(now - touch.at)}`;
  if (dueAt === null) return 'No time set';
  return dueAt <= now ? `Overdue by ${shortDuration(now - dueAt)}` : `In ${shortDuration(dueAt - now)}`;
}

function firstCallDetail({ dueAt, overdueSince, touch }: CardHandoff, zone: string, now: number): string | null {
  if (touch !== null) return touchInWords(touch);
  if (overdueSince !== null) return `Overdue since ${localMoment(overdueSince, zone, now)}`;
  return dueAt === null ? null : `Due ${localMoment(dueAt, zone, now)}`;
}

const outcomes: Partial<Record<CardHandoff['status'], string>> = {
  returned: 'returned to marketing',
  not_a_fit: 'not a fit',
  won: 'won',
  lost: 'lost',
  rejected: 'rejected in review',
  withdrawn: 'withdrawn',
};

function PastHandoff({ handoff, zone, now }: HandoffProps) {
  const { handoffId, status, openedAt, owner, reasons, isWrongPerson } = handoff;
  const who = owner === null ? '' : `, ${owner.name}`;
  const outcome = isWrongPerson ? 'wrong person' : (outcomes[status] ?? status);
  const why = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  return (
    <Text variant="microcopy" testId={`handoff-${handoffId}`}>
      {`${localMoment(openedAt, zone, now)}${who} - ${outcome}${why}`}
    </Text>
  );
}
