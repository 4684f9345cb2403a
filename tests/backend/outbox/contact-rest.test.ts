/** When a contact that was just written is written again: the rule, and what it comes to over time. */
import fc from 'fast-check';
import { beatMs, createContactRests, mayRest, restAfterWrite } from '../../../backend/outbox/contact-rest.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { now } from '../../support/handoffs.ts';

const moments = fc.integer({ min: -1e12, max: 4e12 });
const portals = fc.integer({ min: 1, max: 1e9 });
const manyCalls = fc.integer({ min: 6, max: 1_000 });

describe('what may rest', () => {
  it('is what usage adds up to, and nothing that is decided or that somebody waits for', () => {
    expect(mayRest(['zo_pql_score', 'zo_score_receipt', 'zo_key_actions_7d', 'zo_last_active_at'])).toBe(true);
    for (const name of ['zo_handoff_gate', 'zo_handoff_status', 'zo_sql_ready', 'zo_handoff_owner', 'zo_user_id']) {
      expect(mayRest(['zo_pql_score', name])).toBe(false);
    }
  });
});

describe('the rest of a contact that was written', () => {
  it('is none while calls are few', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), portals, moments, (calls, portalId, at) => {
        expect(restAfterWrite(calls, portalId, at)).toBe(0);
      }),
    );
  });

  it('ends within a beat, at the same moment for all that were written between two beats of a portal', () => {
    fc.assert(
      fc.property(manyCalls, portals, moments, fc.nat(2 * beatMs), (calls, portalId, at, after) => {
        const rest = restAfterWrite(calls, portalId, at);
        expect(rest).toBeGreaterThan(0);
        expect(rest).toBeLessThanOrEqual(beatMs);
        const end = at + rest;
        const other = at + after + restAfterWrite(calls, portalId, at + after);
        expect(other).toBe(end + beatMs * (after < rest ? 0 : Math.floor((after - rest) / beatMs) + 1));
      }),
    );
  });

  it('lets a contact that never stops changing be written at most once a beat, and one that stopped within a beat', () => {
    fc.assert(
      fc.property(portals, fc.array(fc.integer({ min: 1, max: 4_000 }), { minLength: 1 }), (portalId, gaps) => {
        const writes: number[] = [];
        let restsUntil = 0;
        let at = now;
        for (const gap of gaps) {
          at += gap;
          // Wanted and, unless it was wanted before and waits, written when its rest is over.
          const due = Math.max(at, restsUntil);
          if ((writes.at(-1) ?? 0) >= at) continue;
          writes.push(due);
          expect(due - at).toBeLessThanOrEqual(beatMs);
          restsUntil = due + restAfterWrite(1_000, portalId, due);
        }
        expect(writes.at(-1)).toBeGreaterThanOrEqual(at);
        expect(writes.length).toBeLessThanOrEqual((at + beatMs - now) / beatMs + 2);
      }),
    );
  });
});

it('counts the calls of each portal by itself', () => {
  const restOf = createContactRests(createPortalMemory(), { now: () => now });
  const rests = Array.from({ length: 7 }, () => restOf(1));
  expect(rests.map((rest) => rest > 0)).toEqual([false, false, false, false, false, true, true]);
  expect(restOf(2)).toBe(0);
});
