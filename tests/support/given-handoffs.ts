/** Handoffs of a contact sync that an owner has: owner and stage are to be written to HubSpot. */
import type { PortalOwner } from '../../backend/handoff/assign.ts';
import type { Handoff } from '../../backend/handoff/handoff.ts';
import type { HandoffChange } from '../../backend/handoff/handoff-change.ts';
import { assign } from '../../backend/handoff/steps/assigning.ts';
import { startClock } from '../../backend/handoff/steps/first-call-clock.ts';
import { assignedTo } from './assignments.ts';
import { type ContactSync, emailOf, syncPortalId } from './contact-sync.ts';
import type { EitherStore } from './engines.ts';
import { clockTerms, now, waitingHandoff } from './handoffs.ts';

export function givenTo(owner: PortalOwner, handoff: Handoff): HandoffChange {
  return assign(handoff, {
    assignment: assignedTo(owner),
    playbookVersion: 1,
    clock: startClock(clockTerms, now),
    callback: null,
    alsoWrite: { lifecyclestage: 'salesqualifiedlead' },
    returnCheckAt: null,
    now,
  });
}

type Whose = { userId: string; contactId: string; change: (handoff: Handoff) => HandoffChange };

/** Of a product user whom the contact was found for; its number. What it wants in HubSpot is not written yet. */
export async function openHandoff(sync: ContactSync, store: EitherStore, whose: Whose): Promise<number> {
  const { userId, contactId, change } = whose;
  await sync.accept(store, { type: 'identify', userId, email: emailOf(userId) });
  await sync.work(store);
  const { personId } = (await store.personByIdentity(syncPortalId, `u:${userId}`))!;
  const handoffId = await store.transactHandoff(syncPortalId, { personId }, now, ({ newHandoffId }) => {
    const handoff = waitingHandoff({ handoffId: newHandoffId(), personId, companyId: null, contactId });
    return { answer: handoff.handoffId, change: change(handoff) };
  });
  return handoffId!;
}
