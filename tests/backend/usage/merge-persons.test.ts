import { emptyUsage, localDay, type Usage } from '@zo/shared';
import fc from 'fast-check';
import type { NormalisedEvent } from '../../../backend/ingest/event.ts';
import { compileRules } from '../../../backend/usage/compile-rules.ts';
import { foldEvent } from '../../../backend/usage/fold-event.ts';
import { mergeUsage } from '../../../backend/usage/merge-persons.ts';
import { type EventStream, eventStreams } from '../../support/event-streams.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { withEvents } from '../../support/signal-events.ts';

const rules = compileRules({ playbook: acmePlaybook(), timeZone: 'Europe/Berlin' });

type Accepted = NormalisedEvent & { seq: number };

const acceptedOf = ({ groups }: EventStream): Accepted[] =>
  groups.flat(2).map((event, index) => ({ ...event, seq: index + 1 }));

function fold(events: Accepted[]): Usage {
  const usage = emptyUsage();
  for (const event of events) foldEvent(usage, event, localDay(event.eventAt, rules.timeZone), rules, event.seq);
  return usage;
}

const inOrder = (usage: Usage) => ({ ...usage, signals: withEvents(usage), eventNames: [...usage.eventNames].sort() });

const shares = fc.infiniteStream(fc.boolean());

it('adds up to the same whether events are folded together or as two persons who become one', () => {
  fc.assert(
    fc.property(eventStreams, shares, (stream, share) => {
      const events = acceptedOf(stream);
      const mine = events.map(() => share.next().value as boolean);
      const into = fold(events.filter((_event, index) => mine[index]));
      const from = fold(events.filter((_event, index) => !mine[index]));
      const both = from.eventNames.filter((name) => into.eventNames.includes(name));
      expect(mergeUsage(into, from, rules.keptDays)).toEqual(both);
      expect(inOrder(into)).toEqual(inOrder(fold(events)));
    }),
    { numRuns: 500 },
  );
});

it('adds up to the same in any order of arrival', () => {
  fc.assert(
    fc.property(eventStreams, fc.infiniteStream(fc.nat()), (stream, places) => {
      const events = acceptedOf(stream);
      const shuffled: Accepted[] = [];
      for (const event of events) shuffled.splice(places.next().value % (shuffled.length + 1), 0, event);
      expect(inOrder(fold(shuffled))).toEqual(inOrder(fold(events)));
    }),
    { numRuns: 500 },
  );
});
