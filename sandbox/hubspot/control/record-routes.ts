/** What people do to whole records in HubSpot: delete, restore, merge, delete for privacy, link and unlink. */
import { associateDefault, dissociate } from '../associations/associate.ts';
import { forgetContact } from '../crm/forget-contact.ts';
import { mergeRecords } from '../crm/merge-records.ts';
import { objectTypeOf } from '../crm/object-types.ts';
import { archiveRecord, restoreRecord, takenUniqueValue } from '../crm/records.ts';
import { noContent, ok } from '../http/answer.ts';
import { invalid, notFound } from '../http/refusal.ts';
import { objectOf, type Route, type SandboxRequest } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';
import { recordAt, user } from './record-at.ts';

export function recordRoutes(portal: Portal): Route[] {
  const typeIn = ({ params }: SandboxRequest) => objectTypeOf(params.type ?? '');
  const recordIn = (request: SandboxRequest) => recordAt(portal, typeIn(request), request.params.id ?? '');
  const otherIn = ({ params }: SandboxRequest) =>
    recordAt(portal, objectTypeOf(params.toType ?? ''), params.toId ?? '');

  return [
    {
      method: 'POST',
      path: '/sandbox/objects/:type/merge',
      handle(request) {
        const { primary, other } = objectOf(request);
        const [primaryId, otherId] = [primary, other].map(
          (key) => recordAt(portal, typeIn(request), String(key ?? '')).id,
        );
        return ok(mergeRecords(portal, typeIn(request), primaryId ?? '', otherId ?? '', user));
      },
    },
    {
      method: 'DELETE',
      path: '/sandbox/objects/:type/:id',
      handle(request) {
        const record = recordIn(request);
        archiveRecord(portal, record, user);
        return ok(record);
      },
    },
    {
      method: 'POST',
      path: '/sandbox/objects/:type/:id/restore',
      handle(request) {
        const type = typeIn(request);
        const id = request.params.id ?? '';
        const record = portal.records[type].get(id);
        if (!record || record.archivedAt === null) throw notFound();
        if (portal.mergedInto.has(`${type}:${id}`)) throw invalid(`${id} was merged and cannot be restored`);
        const taken = takenUniqueValue(portal, type, record.values, id);
        if (taken) throw invalid(`${taken.holderId} has the ${taken.property} of ${id} by now`);
        restoreRecord(portal, record, user);
        return ok(record);
      },
    },
    {
      method: 'POST',
      path: '/sandbox/contacts/:id/gdpr-delete',
      handle(request) {
        forgetContact(portal, recordAt(portal, '0-1', request.params.id ?? ''), user);
        return noContent;
      },
    },
    {
      method: 'PUT',
      path: '/sandbox/objects/:type/:id/associations/:toType/:toId',
      handle: (request) => ok(associateDefault(portal, recordIn(request), otherIn(request), user)),
    },
    {
      method: 'DELETE',
      path: '/sandbox/objects/:type/:id/associations/:toType/:toId',
      handle(request) {
        dissociate(portal, recordIn(request).id, otherIn(request).id, null, user);
        return noContent;
      },
    },
  ];
}
