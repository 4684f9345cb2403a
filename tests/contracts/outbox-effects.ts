/** Effects as the outbox is asked for them. */
import { type Effect, priorities } from '../../backend/outbox/effect.ts';

export const contact = (personId: number, is: Partial<Effect> = {}) =>
  ({
    kind: 'sync contact',
    personId,
    createIfMissing: false,
    key: `contact:${personId}`,
    lane: 'hubspot',
    priority: priorities.routine,
    ...is,
  }) as Effect;

export const alert = (handoffId: number): Effect => ({
  kind: 'post alert',
  handoffId,
  place: { to: 'channel', channel: '#pql-handoff' },
  key: `alert:${handoffId}:channel`,
  lane: 'slack:#pql-handoff',
  priority: priorities.crossing,
});
