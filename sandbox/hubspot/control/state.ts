import type { RequestLog } from '../http/request-log.ts';
import type { Portal } from '../portal/portal.ts';
import type { ObjectTypeId } from '../portal/tables.ts';

/** The whole portal as JSON. Times are milliseconds of the movable clock (`at`) and monotonic ones (`…MonotonicMs`). */
export function stateOf(portal: Portal, log: RequestLog): Record<string, unknown> {
  const recordsOf = (type: ObjectTypeId) => [...portal.records[type].values()];
  const propertiesOf = (type: ObjectTypeId) => [...portal.properties[type].values()];
  const { accessToken: _token, clientSecret: _secret, ...settings } = portal.settings;
  return {
    now: portal.now(),
    monotonicMs: performance.now(),
    sequence: portal.changes.sequence,
    settings,
    switches: { ...portal.switches, scopes: [...portal.switches.scopes] },
    contacts: recordsOf('0-1'),
    companies: recordsOf('0-2'),
    deals: recordsOf('0-3'),
    calls: recordsOf('0-48'),
    engagements: portal.engagements,
    mergedInto: Object.fromEntries(portal.mergedInto),
    properties: {
      contacts: propertiesOf('0-1').filter((property) => !property.hubspotDefined),
      companies: propertiesOf('0-2').filter((property) => !property.hubspotDefined),
    },
    groups: { contacts: [...portal.groups['0-1'].values()], companies: [...portal.groups['0-2'].values()] },
    owners: [...portal.owners.values()],
    users: [...portal.users.values()],
    isInstalled: portal.isInstalled,
    grantedScopes: portal.grantedScopes,
    associations: [...portal.associations.values()].flat(),
    actionDefinitions: portal.actionDefinitions,
    flows: [...portal.flows.values()],
    lists: [...portal.lists.values()],
    enrolments: portal.enrolments,
    requests: log.entries().map(({ ids: _ids, ...request }) => request),
  };
}
