import { associateAll, parseNewAssociations } from '../associations/associate.ts';
import { conflict, invalid, notFound, type Refusal } from '../http/refusal.ts';
import { isObject } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';
import type { CrmRecord, ObjectTypeId, WriteSource } from '../portal/tables.ts';
import { createRecord, findByUnique, findRecord, isUniqueProperty, takenUniqueValue, writeValues } from './records.ts';
import { checkValues, valuesRefusal } from './validate-value.ts';

export function propertiesOf(input: Record<string, unknown>): Record<string, unknown> {
  return isObject(input.properties) ? input.properties : {};
}

/** A create that has been checked and only needs doing; checking first lets a batch refuse as a whole. */
export type Prepared = { run(): { record: CrmRecord; isNew: boolean } };

export function prepareCreate(
  portal: Portal,
  type: ObjectTypeId,
  input: Record<string, unknown>,
  source: WriteSource,
): Prepared {
  const { values, problems } = checkValues(portal, type, propertiesOf(input), null);
  if (type === '0-48' && values.hs_timestamp === undefined) {
    problems.push({ name: 'hs_timestamp', code: 'REQUIRED_FIELD', message: 'hs_timestamp is required' });
  }
  if (problems.length > 0) throw valuesRefusal(portal, problems);
  refuseTaken(portal, type, values, null);
  const associations = parseNewAssociations(portal, input.associations);
  return {
    run() {
      refuseTaken(portal, type, values, null);
      const record = createRecord(portal, type, values, source);
      associateAll(portal, record, associations, source);
      return { record, isNew: true };
    },
  };
}

export function prepareUpdate(
  portal: Portal,
  record: CrmRecord,
  input: Record<string, unknown>,
  source: WriteSource,
): Prepared {
  const sent = propertiesOf(input);
  if (Object.keys(sent).length === 0) throw invalid('No properties found to update, please provide at least one.');
  const { values, problems } = checkValues(portal, record.type, sent, record);
  if (problems.length > 0) throw valuesRefusal(portal, problems);
  refuseTaken(portal, record.type, values, record.id);
  return {
    run() {
      refuseTaken(portal, record.type, values, record.id);
      writeValues(portal, record, values, source);
      return { record, isNew: false };
    },
  };
}

export function prepareUpsert(
  portal: Portal,
  type: ObjectTypeId,
  input: Record<string, unknown>,
  source: WriteSource,
): Prepared {
  const { id, idProperty } = addressOf(input);
  if (idProperty === null) {
    const record = findRecord(portal, type, id);
    if (!record) throw notFound();
    return prepareUpdate(portal, record, input, source);
  }
  refuseNonUnique(portal, type, idProperty);
  const existing = findByUnique(portal, type, idProperty, id);
  if (existing) {
    if (Object.keys(propertiesOf(input)).length === 0) return { run: () => ({ record: existing, isNew: false }) };
    return prepareUpdate(portal, existing, input, source);
  }
  return prepareCreate(portal, type, { properties: { ...propertiesOf(input), [idProperty]: id } }, source);
}

export function addressOf(input: Record<string, unknown>): { id: string; idProperty: string | null } {
  const { id, idProperty } = input;
  if (typeof id !== 'string' && typeof id !== 'number')
    throw invalid('Invalid input: some required fields were not set: [id]');
  return {
    id: String(id),
    idProperty: typeof idProperty === 'string' && idProperty !== '' ? idProperty.toLowerCase() : null,
  };
}

export function refuseNonUnique(portal: Portal, type: ObjectTypeId, idProperty: string): void {
  if (isUniqueProperty(portal, type, idProperty)) return;
  throw invalid(`Unable to perform update/upsert by non-unique ${type} property ${idProperty}`);
}

function refuseTaken(
  portal: Portal,
  type: ObjectTypeId,
  values: Record<string, string>,
  exceptId: string | null,
): void {
  const taken = takenUniqueValue(portal, type, values, exceptId);
  if (taken) throw takenRefusal(type, taken, exceptId);
  const email = type === '0-1' ? values.email?.trim().toLowerCase() : undefined;
  if (email && portal.blockedEmails.has(email))
    throw invalid('This email address was deleted for privacy and cannot be used again');
}

function takenRefusal(
  type: ObjectTypeId,
  taken: { property: string; value: string; holderId: string },
  onId: string | null,
): Refusal {
  if (type === '0-1' && taken.property === 'email')
    return conflict(`Contact already exists. Existing ID: ${taken.holderId}`);
  const message = `Cannot set PropertyValueCoordinates{propertyName=${taken.property}, value=${taken.value}} on ${onId ?? 'new object'}. ${taken.holderId} already has that value.`;
  return invalid(message, {
    errors: [{ message, code: 'CONFLICTING_UNIQUE_VALUE', context: { propertyName: [taken.property] } }],
  });
}
