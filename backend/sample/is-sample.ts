/**
 * The one rule for who is a sample. Such a person is scored and decided as everybody is, and left out of everything that is
 * about real people: handing off, the rotation, alerts, lists, reports, what is watched, simulations.
 */
import type { RecordState } from '../handoff/decision.ts';
import type { CompanyProfile } from '../usage/company.ts';
import type { PersonProfile } from '../usage/person.ts';
import { sampleGroupId, sampleUserId } from './sample-names.ts';

/** Marked by events that we made ourselves: no client's event can mark anybody so. */
export function isSamplePerson({ isSample }: Pick<PersonProfile, 'isSample'>): boolean {
  return isSample === true;
}

/** By what is written to HubSpot. */
export function isSampleRecord({ wanted }: Pick<RecordState, 'wanted'>): boolean {
  return wanted.zo_user_id === sampleUserId;
}

export function isSampleCompany({ groupIds }: Pick<CompanyProfile, 'groupIds'>): boolean {
  return groupIds.includes(sampleGroupId);
}
