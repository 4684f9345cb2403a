import type { Handoff } from '../../backend/handoff/handoff.ts';
import type { HandoffContext, HandoffStep } from '../../backend/handoff/handoff-change.ts';
import { type AskedTouch, touchAsked } from '../../backend/handoff/touch-asked.ts';
import { wakeHandoff } from '../../backend/handoff/wake-handoff.ts';
import type { AnyEffect } from '../../backend/outbox/effect.ts';
import type { PortalState } from '../../backend/portals/portal-state.ts';
import { facts, minuteMs, now, portalState } from './handoffs.ts';
import { handoffContext } from './wakes.ts';

export type ClockRun = {
  handoff: Handoff;
  /** Minutes after `now`, what, and to whom; nothing for what was not posted. */
  reminders: [minute: number, what: string, to: string][];
  /** When HubSpot was asked. */
  asked: number[];
};

type World = {
  state?: Partial<PortalState>;
  /** Minutes after `now` at which the service looks; every one of `until` without it. */
  looks?: number[];
  until?: number;
  /** What HubSpot says when it is asked, at once; 'away': it does not answer. */
  hubspot?: (minute: number) => AskedTouch | 'away';
  /** What happens to it at these minutes, before the service looks. */
  happens?: Record<number, (handoff: Handoff, at: number) => Handoff>;
  context?: Partial<HandoffContext>;
};

const nothingHappened = facts({ ownerId: '71' });

/** The pure clock, looked at minute by minute, as the service would. */
export function runMinutes(start: Handoff, world: World = {}): ClockRun {
  const { until = 240, hubspot = () => nothingHappened, happens = {} } = world;
  const looks = world.looks ?? Array.from({ length: until + 1 }, (_, minute) => minute);
  const minutes = [...new Set([...looks, ...Object.keys(happens).map(Number)])].toSorted((a, b) => a - b);
  const state = portalState(world.state);
  const run: ClockRun = { handoff: start, reminders: [], asked: [] };
  const posted = new Set<string>();

  function take(step: HandoffStep<unknown>, minute: number): void {
    const { change } = step(handoffContext({ ...world.context, handoff: run.handoff }));
    if (change === undefined) return;
    run.handoff = { ...change.handoff, revision: run.handoff.revision + 1 };
    for (const effect of change.effects) follow(effect, minute);
  }
  function follow(effect: AnyEffect & { key: string }, minute: number): void {
    const at = now + minute * minuteMs;
    if (effect.kind === 'ask for touch') {
      run.asked.push(minute);
      const answer = hubspot(minute);
      if (answer !== 'away') take(touchAsked(state, answer, at), minute);
    }
    // A key is posted once, ever.
    if (effect.kind !== 'post reminder' || posted.has(effect.key)) return;
    posted.add(effect.key);
    const { place } = effect;
    const to = place.to === 'dm' ? place.email : place.to === 'channel' ? place.channel : 'operator';
    run.reminders.push([minute, effect.what, to]);
  }
  for (const minute of minutes) {
    const at = now + minute * minuteMs;
    const event = happens[minute];
    if (event) run.handoff = event(run.handoff, at);
    if (looks.includes(minute)) take(wakeHandoff(state, at), minute);
  }
  return run;
}
