/** Handoffs in every state that their facts can make, whether anybody ever gets there or not. */
import fc from 'fast-check';
import { type Handoff, type HandoffStatus, isOpen } from '../../backend/handoff/handoff.ts';
import { restated } from '../../backend/handoff/open-status.ts';
import { alertedHandoff, dayMs, hourMs, maria, now, tom } from './handoffs.ts';

const ended: HandoffStatus[] = ['returned', 'not_a_fit', 'won', 'lost', 'rejected', 'withdrawn'];
const owned = (owner: typeof maria): Handoff['owner'] => ({ ...owner, setByUs: owner === maria, reason: 'in turn' });
const nullOr = <T>(value: T) => fc.constantFrom(null, value);

const facts = fc.record({
  owner: fc.constantFrom(null, owned(maria), owned(tom)),
  heldSince: nullOr(now - hourMs),
  handedOffAt: nullOr(now - hourMs),
  breachedAt: nullOr(now - 1),
  acceptedAt: nullOr(now - hourMs),
  snooze: nullOr({ until: now + hourMs, by: maria.email }),
  touch: nullOr<NonNullable<Handoff['touch']>>({ at: now - 1, by: 'owner', kind: 'call', via: 'card', minutes: 20 }),
  question: nullOr({ askedAt: now - 1, number: 1, reasons: ['score 22, below 30'] }),
  returnDueAt: fc.constantFrom(null, null, null, now - 1),
  origin: fc.constantFrom<Handoff['origin']>('workflow', 'direct', 'action', 'by hand'),
  isTold: fc.boolean(),
  verdict: fc.constantFrom<'none' | 'asked' | 'approved'>('none', 'none', 'asked', 'approved'),
});

const endings = fc.record({
  status: fc.constantFrom(null, null, null, ...ended),
  kind: fc.constantFrom(undefined, 'wrong person' as const),
  undoUntil: fc.constantFrom(now - 1, now + dayMs),
});

export const anyHandoff: fc.Arbitrary<Handoff> = fc
  .tuple(facts, endings)
  .map(([{ isTold, verdict, ...known }, { status, kind, undoUntil }]) => {
    const asked: Handoff['review'] = {
      askedAt: now - hourMs,
      contractValue: null,
      rule: 'zo_pql_score >= 0',
      verdict: verdict === 'approved' ? 'approved' : null,
      decidedAt: null,
      by: null,
      reason: null,
      escalatedAt: null,
    };
    const open = restated({
      ...alertedHandoff(),
      ...known,
      ...(isTold ? {} : { alerts: {} }),
      review: verdict === 'none' ? null : asked,
    });
    if (status === null || isOpen(status)) return open;
    const undo = { until: undoUntil, leadStatus: null, ownerId: null };
    const ending =
      status === 'not_a_fit' ? { by: maria.email, ...(kind && { kind }), reason: 'Too small', undo } : null;
    return { ...open, status, closedAt: now - 1, ending, question: null };
  });
