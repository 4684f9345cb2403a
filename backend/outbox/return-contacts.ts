/** Gives contacts back to marketing: owner and stage cleared, stage set, proven by reading back; then marketing is told. */
import { activeUsers, countSignal, keyActionsWindowDays, localDay, wellKnownSignals } from '@zo/shared';
import { dossierOf, type PresentFacts } from '../handoff/dossier.ts';
import { effectSettled } from '../handoff/effect-settled.ts';
import type { Handoff } from '../handoff/handoff.ts';
import { moveStagesBack, type StageMoveOutcome } from '../hubspot/move-stage-back.ts';
import { wordReturnNote } from '../slack/return-note.ts';
import type { ContactWork } from '../store/handoff-store.ts';
import { takenByHalfReturn } from './half-returned.ts';
import type { HubspotLane } from './hubspot-lane.ts';
import { backoffMs, type Claimed, done, failed, later, type Settlement } from './lane.ts';
import { type OwnerToClear, ownersThere } from './owners-to-clear.ts';
import { companyName, personName, recordLink } from './person-words.ts';

const mostAttempts = 20;

export async function returnContacts(lane: HubspotLane, effects: Claimed<'return contact'>[]): Promise<Settlement[]> {
  const due: Claimed<'return contact'>[] = [];
  const settled: Settlement[] = [];
  for (const effect of effects) {
    if (await isStillDue(lane, effect)) due.push(effect);
    else settled.push({ effect, outcome: done });
  }
  return due.length === 0 ? settled : [...settled, ...(await moveBack(lane, due))];
}

/** A deal may have been opened or won, or the person erased, since it was asked for: then stage and owner stay as they are. */
async function isStillDue(lane: HubspotLane, claimed: Claimed<'return contact'>): Promise<boolean> {
  const { store, portalId, clock } = lane;
  const { effect, key } = claimed;
  const handoff = await store.handoff(portalId, effect.handoffId);
  if (handoff?.status === 'return_due') return true;
  const taken = await takenByHalfReturn(lane, claimed, handoff);
  // Whoever waits for it is not left waiting.
  const now = clock.now();
  const settled = effectSettled({ what: 'no return', key, taken }, now);
  await store.transactHandoff(portalId, { handoffId: effect.handoffId }, now, settled);
  return false;
}

async function moveBack(lane: HubspotLane, effects: Claimed<'return contact'>[]): Promise<Settlement[]> {
  const { store, gateway, portalId, clock, state } = lane;
  const works = await store.contactWork(
    portalId,
    effects.map(({ effect }) => effect.personId),
  );
  const workOf = new Map(works.map((work) => [work.person.personId, work]));
  const { priority } = effects[0]!;
  const contactOf = (personId: number) => workOf.get(personId)?.record?.recordId ?? null;
  const toClear: OwnerToClear[] = [];
  for (const { effect } of effects) {
    const contactId = contactOf(effect.personId);
    if (contactId === null || !effect.clearOwner) continue;
    toClear.push({ contactId, handoff: await store.handoff(portalId, effect.handoffId) });
  }
  const { chosen, unread } = await ownersThere(lane, toClear, priority);
  const moves = effects.flatMap(({ effect }) => {
    const contactId = contactOf(effect.personId);
    if (contactId === null || unread.has(contactId)) return [];
    return [{ contactId, stage: effect.stage, clearOwner: effect.clearOwner && !chosen.has(contactId) }];
  });
  const moved = await moveStagesBack(gateway, moves, priority);
  const outcomes = new Map<string, StageMoveOutcome>([...moved, ...unread]);
  const settled: Settlement[] = [];
  for (const effect of effects) {
    const work = workOf.get(effect.effect.personId);
    const moved = outcomes.get(work?.record?.recordId ?? '');
    if (moved?.ok === false && moved.kind === 'retry' && effect.attempts < mostAttempts) {
      settled.push({ effect, outcome: later(backoffMs(effect.attempts, moved.afterMs ?? 2_000), moved.reason) });
      continue;
    }
    const problem = moved === undefined ? 'HubSpot has no such contact.' : moved.ok ? null : moved.reason;
    if (problem === null && work !== undefined) await rememberReturn(lane, work, effect.effect, chosen);
    const handoff = await store.handoff(portalId, effect.effect.handoffId);
    const channel = state.playbook.return?.channel ?? null;
    const note = channel && handoff && work ? { channel, text: noteText(lane, handoff, work) } : null;
    await store.transactHandoff(
      portalId,
      { handoffId: effect.effect.handoffId },
      clock.now(),
      effectSettled({ what: 'return', key: effect.key, problem, note }, clock.now()),
    );
    settled.push({ effect, outcome: problem === null ? done : failed(problem) });
  }
  return settled;
}

/** What was just proven by reading back; otherwise the gate would still see an SQL. */
async function rememberReturn(
  { store, portalId, clock }: HubspotLane,
  { person, record }: ContactWork,
  { stage, clearOwner }: { stage: string; clearOwner: boolean },
  chosen: ReadonlyMap<string, string>,
): Promise<void> {
  const known = record?.facts;
  if (!known) return;
  const ownerId = clearOwner ? (chosen.get(record.recordId ?? '') ?? null) : known.ownerId;
  const facts = { ...known, lifecycleStage: stage, ownerId };
  await store.saveFacts(portalId, [{ personId: person.personId, facts }], clock.now());
}

function noteText({ state, clock }: HubspotLane, handoff: Handoff, work: ContactWork): string {
  const company = companyName(work);
  const now = clock.now();
  return wordReturnNote({
    personName: personName(work),
    companyName: company,
    reasons: handoff.returnReasons,
    dossier: dossierOf(handoff, presentFacts(work, company, state.portal.timeZone, now), state.portal.timeZone, now),
    link: recordLink(state.portal, work.record?.recordId ?? null),
  });
}

function presentFacts(
  { person, company, record }: ContactWork,
  companyName: string | null,
  zone: string,
  now: number,
): PresentFacts {
  const today = localDay(now, zone);
  const points = Number(record?.wanted.zo_pql_score ?? Number.NaN);
  return {
    companyName,
    score: Number.isFinite(points) ? points : null,
    lastActiveAt: person.usage.lastActiveAt,
    keyActions7d: countSignal(person.usage, wellKnownSignals.keyAction, keyActionsWindowDays, today),
    companyActiveUsers: company && activeUsers(company.usage, today),
  };
}
