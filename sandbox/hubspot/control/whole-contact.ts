import { associationsOf } from '../associations/associate.ts';
import { findRecord } from '../crm/records.ts';
import { engagementsOf } from '../engagements/engagement.ts';
import type { Portal } from '../portal/portal.ts';
import type { CrmRecord } from '../portal/tables.ts';

/** A contact with what hangs on it. */
export function wholeContact(portal: Portal, record: CrmRecord): Record<string, unknown> {
  const linked = (type: '0-2' | '0-3') => [...new Set(associationsOf(portal, record.id, type).map(({ toId }) => toId))];
  return {
    contact: record,
    companies: linked('0-2').map((id) => findRecord(portal, '0-2', id)),
    deals: linked('0-3').map((id) => findRecord(portal, '0-3', id)),
    engagements: engagementsOf(portal, record),
    associations: associationsOf(portal, record.id, '0-2'),
    enrolments: portal.enrolments.filter((enrolment) => enrolment.objectId === record.id),
  };
}
