import { associationsOf } from '../associations/associate.ts';
import { objectTypes } from '../crm/object-types.ts';
import { findRecord } from '../crm/records.ts';
import type { Portal } from '../portal/portal.ts';
import type { CrmRecord, ObjectTypeId } from '../portal/tables.ts';
import type { FilterSubject } from './evaluate-filters.ts';

/** A stored record as the filters see it. */
export function recordSubject(portal: Portal, record: CrmRecord): FilterSubject {
  return {
    valueOf: (property) => record.values[property],
    valuesEver: (property) =>
      (record.history[property] ?? []).map((entry) => entry.value).filter((value) => value !== ''),
    updatedAt: (property) => record.history[property]?.at(-1)?.at,
    typeOf: (property) => portal.properties[record.type].get(property)?.type,
    associated(objectTypeId, associationTypeId) {
      if (!(objectTypeId in objectTypes)) return [];
      const type = objectTypeId as ObjectTypeId;
      return associationsOf(portal, record.id, type)
        .filter((association) => association.typeId === associationTypeId)
        .map((association) => findRecord(portal, type, association.toId))
        .filter((linked) => linked !== null)
        .map((linked) => recordSubject(portal, linked));
    },
  };
}
