/** How the sample activity stands, for people: who it is, what of the definition it could not meet, what still waits where. */
import { type CardCondition, cardConditions, type SampleActivityAnswer, type SamplePerson } from '@zo/shared';
import { cardPortal } from '../cards/contact-card.ts';
import { personName } from '../outbox/person-words.ts';
import type { PortalState } from '../portals/portal-state.ts';
import type { EffectState, SampleStore, SampleWork } from '../store/sample-store.ts';
import { archiveSampleKey, sampleAlertKey } from './sample-effects.ts';
import type { StoredSample } from './stored-sample.ts';

type About = { state: PortalState; stored: StoredSample; mayChange: boolean; now: number };

export async function sampleAnswer(store: SampleStore, about: About): Promise<SampleActivityAnswer> {
  const { state, stored, mayChange, now } = about;
  const { portalId } = state.portal;
  const work = stored.state === 'none' ? null : await store.sampleWork(portalId);
  const effects = await store.effectStates(portalId, keysOf(stored, work));
  return {
    status: stored.state,
    asOf: now,
    portal: cardPortal(state),
    mayChange,
    person: work && personOf(work),
    unmet: work === null ? [] : unmetWords(work, state),
    waiting: effects.flatMap((effect) => waitingWords(effect, stored, work)),
  };
}

function keysOf({ loadId }: StoredSample, work: SampleWork | null): string[] {
  const written = work === null ? [] : [`contact:${work.person.personId}`, `company:${work.company?.companyId}`];
  return loadId === null ? [] : [...written, sampleAlertKey(loadId), archiveSampleKey(loadId)];
}

function personOf(work: SampleWork): SamplePerson | null {
  const { decision, record } = work;
  if (decision === null) return null;
  const { score, readiness } = decision.decision;
  const conditions = readiness.conditions.length;
  return {
    name: personName(work),
    contactId: record?.recordId ?? null,
    score: score.points,
    conditionsMet: conditions - readiness.conditionsMissing,
    conditions,
    gate: decision.gate,
  };
}

function unmetWords({ decision }: SampleWork, { playbook }: PortalState): string[] {
  if (decision === null) return [];
  return cardConditions(playbook.definition, decision.decision.readiness)
    .filter(({ verdict }) => verdict !== 'met')
    .map(conditionWords);
}

/** Values of HubSpot's own are for people to write: the sample does only what a product does. */
function conditionWords({ label, needs, verdict }: CardCondition): string {
  return verdict === 'not known'
    ? `${label}, needs ${needs}; not known, because the sample writes no values of HubSpot's own`
    : `${label}, needs ${needs}`;
}

function waitingWords(
  { key, state, reason }: EffectState,
  { loadId }: StoredSample,
  work: SampleWork | null,
): string[] {
  if (state === 'done') return [];
  const because = reason === null ? '' : `: ${reason}`;
  if (key === sampleAlertKey(loadId ?? '')) {
    return [`Slack, the test alert to the operator${state === 'failed' ? ' could not be posted' : ''}${because}`];
  }
  if (key === archiveSampleKey(loadId ?? ''))
    return [`HubSpot, contact and company are still to be archived${because}`];
  const what = key === `contact:${work?.person.personId}` ? 'the contact' : 'the company';
  return [`HubSpot, ${what} ${state === 'failed' ? 'was refused' : 'is still to be written'}${because}`];
}
