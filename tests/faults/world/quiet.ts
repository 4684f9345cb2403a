/** Waits until nothing is left to do: conditions, not times, so that a slow machine only takes longer. */
import { setTimeout as sleep } from 'node:timers/promises';
import { beatMs } from '../../../backend/outbox/contact-rest.ts';
import type { HubspotEnrolment } from '../../../sandbox/demo/hubspot-state.ts';
import { patienceMs } from './patience.ts';
import { portalId, type World } from './world.ts';

export type QuietOptions = {
  what?: string;
  withinMs?: number;
  /** What waits for a later time is waited for, too, by moving the clock; how far it may be moved. */
  moveClockMs?: number;
  stepMs?: number;
};

/**
 * What was tried and waits to be tried again is waited for, and so are contacts that rest; what is not due before a later hour, and was not
 * tried, is left.
 * Nobody to be decided or woken, nothing in the outbox that is due or under way, no workflow running.
 */
export async function untilQuiet(
  world: World,
  { what = 'all is done', withinMs = patienceMs, moveClockMs = 15 * 60_000, stepMs = 20_000 }: QuietOptions = {},
): Promise<void> {
  const until = performance.now() + withinMs;
  let moved = 0;
  let quietLooks = 0;
  let saidAt = performance.now();
  let left = 'nothing seen yet';
  while (performance.now() < until) {
    const now = world.clock.now();
    const seen = await look(world, now).catch((error) => ({ busy: String(error), waits: 0 }));
    left = JSON.stringify(seen);
    quietLooks = seen.busy === null ? quietLooks + 1 : 0;
    if (quietLooks >= 3 && seen.waits === 0) return;
    if (quietLooks >= 3 && moved < moveClockMs) {
      moved += stepMs;
      await world.moveClocks(stepMs);
      quietLooks = 0;
    }
    if (performance.now() - saidAt > 15_000) {
      saidAt = performance.now();
      world.say(`waiting until ${what}: ${left}`);
    }
    await sleep(60);
  }
  throw new Error(`after ${withinMs / 1000} s it was still not so that ${what}: ${left} ${await waiting(world)}`);
}

async function look(world: World, now: number): Promise<{ busy: string | null; waits: number }> {
  const [row] = await world.engine.ask<Record<string, number | string>>(
    `SELECT (SELECT count(*) FROM dirty_persons WHERE portal_id = ${portalId}) AS dirty,
       (SELECT count(*) FROM wakes WHERE portal_id = ${portalId} AND due_at <= ${now}) AS woken,
       (SELECT count(*) FROM outbox WHERE portal_id = ${portalId} AND state IN ('claimed', 'sending')) AS working,
       (SELECT count(*) FROM outbox WHERE portal_id = ${portalId} AND state = 'pending' AND not_before <= ${now}) AS due,
       (SELECT count(*) FROM outbox WHERE portal_id = ${portalId} AND state = 'pending' AND not_before > ${now}
         AND (attempts > 0 OR not_before <= ${now + beatMs})) AS waits`,
  );
  const count = (name: string) => Number(row?.[name] ?? 0);
  const enrolled = world.mode === 'workflow' ? await enrolments(world) : 0;
  const counts = {
    dirty: count('dirty'),
    woken: count('woken'),
    working: count('working'),
    due: count('due'),
    enrolled,
  };
  const isBusy = Object.values(counts).some((number) => number > 0);
  return { busy: isBusy ? JSON.stringify(counts) : null, waits: count('waits') };
}

async function enrolments({ hubspot }: World): Promise<number> {
  const { enrolments: all } = await hubspot<{ enrolments: HubspotEnrolment[] }>('GET', '/sandbox/state');
  return all.filter(({ status }) => status === 'scheduled' || status === 'active').length;
}

/** What is not done, with why it was not done when it was tried last. */
async function waiting({ engine, clock }: World): Promise<string> {
  type Row = { effect_key: string; state: string; attempts: number; not_before: number; result_json: string | null };
  const rows = await engine.ask<Row>(
    `SELECT effect_key, state, attempts, not_before, result_json FROM outbox
     WHERE portal_id = ${portalId} AND state IN ('pending', 'claimed', 'sending') ORDER BY effect_key LIMIT 10`,
  );
  return rows
    .map(({ effect_key, state, attempts, not_before, result_json }) => {
      const seconds = Math.round((Number(not_before) - clock.now()) / 1000);
      return `\n  ${effect_key} is ${state} after ${attempts} attempts, due in ${seconds} s: ${result_json}`;
    })
    .join('');
}
