/** Whether HubSpot says that nobody may contact this person: by the playbook's `do not contact`, and by itself. Pure. */
import { judgeExpression, optOutProperty, type Playbook, type ReadinessFacts } from '@zo/shared';
import type { HubspotFacts } from './hubspot-facts.ts';
import { lacksValuesOf, type ReadFromHubspot } from './hubspot-values.ts';

type Asked = Pick<Playbook, 'doNotContact'>;

/** Also false where HubSpot does not say: who asked for nothing may be contacted. */
export function mayNotContact({ doNotContact }: Asked, values: ReadinessFacts): boolean {
  return doNotContact !== null && judgeExpression(doNotContact.when, values) === 'met';
}

/** HubSpot has to be asked before the gate opens: the playbook has asked for these values only since it was read. */
export function mustAskWhether({ doNotContact }: Asked, read: ReadFromHubspot, now: number): boolean {
  return doNotContact !== null && lacksValuesOf(doNotContact.when, read, now);
}

/** They unsubscribed from all e-mail: shown wherever the playbook lets them be called all the same. */
export function isOptedOut(facts: Pick<HubspotFacts, 'values'> | null): boolean {
  return facts?.values.contact[optOutProperty] === 'true';
}
