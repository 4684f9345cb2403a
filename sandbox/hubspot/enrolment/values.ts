/** Values inside workflow actions: fixed ones, properties of the record, outputs of earlier actions, the time. */
import { associationsOf } from '../associations/associate.ts';
import { findRecord, takenUniqueValue, writeValues } from '../crm/records.ts';
import { checkValues } from '../crm/validate-value.ts';
import { isObject } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';
import type { CrmRecord, WriteSource } from '../portal/tables.ts';
import type { Enrolment } from './enrolment.ts';

/** What a value object means now; undefined when there is nothing to set. */
function resolveValue(value: unknown, enrolment: Enrolment, record: CrmRecord, now: number): string | undefined {
  if (typeof value === 'string') return fillTokens(value, record);
  if (!isObject(value)) return undefined;
  switch (value.type) {
    case 'STATIC_VALUE':
      return fillTokens(String(value.staticValue), record);
    case 'OBJECT_PROPERTY':
      return record.values[String(value.propertyName)] ?? '';
    case 'FIELD_DATA':
      return enrolment.outputs[String(value.actionId)]?.[String(value.dataKey)] ?? '';
    case 'TIMESTAMP':
      return String(now);
    default:
      return undefined;
  }
}

/** `{{ enrolled_object.email }}` */
function fillTokens(text: string, record: CrmRecord): string {
  return text.replace(
    /\{\{\s*enrolled_object\.([a-z0-9_]+)\s*\}\}/g,
    (_token, property: string) => record.values[property] ?? '',
  );
}

export function inputValues(
  enrolment: Enrolment,
  fields: Record<string, unknown>,
  record: CrmRecord,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, resolveValue(value, enrolment, record, 0) ?? '']),
  );
}

/** The set-property action, on the record or on the records associated with it. Says what was wrong, or null. */
export function setPropertyByFlow(
  portal: Portal,
  enrolment: Enrolment,
  fields: Record<string, unknown>,
  record: CrmRecord,
): string | null {
  const property = String(fields.property_name);
  const source: WriteSource = {
    sourceType: 'AUTOMATION_PLATFORM',
    sourceId: `enrollmentId:${enrolment.id};flowId:${enrolment.flowId}`,
  };
  for (const target of targetsOf(portal, fields, record)) {
    const sent = valueFor(portal, target, property, fields.value, enrolment, record);
    const { values, problems } = checkValues(portal, target.type, { [property]: sent ?? '' }, target);
    const problem = problems[0];
    if (problem) return problem.message;
    const taken = takenUniqueValue(portal, target.type, values, target.id);
    if (taken) return `${taken.holderId} already has that value`;
    writeValues(portal, target, values, source);
  }
  return null;
}

function targetsOf(portal: Portal, fields: Record<string, unknown>, record: CrmRecord): CrmRecord[] {
  if (!isObject(fields.association)) return [record];
  const typeId = Number(fields.association.associationTypeId);
  return associationsOf(portal, record.id, '0-2')
    .filter((association) => association.typeId === typeId)
    .map((association) => findRecord(portal, '0-2', association.toId))
    .filter((linked) => linked !== null);
}

function valueFor(
  portal: Portal,
  target: CrmRecord,
  property: string,
  value: unknown,
  enrolment: Enrolment,
  record: CrmRecord,
): string | undefined {
  const now = portal.now();
  if (isObject(value) && value.type === 'INCREMENT')
    return String(Number(target.values[property] ?? 0) + Number(value.incrementAmount));
  const isDate = portal.properties[target.type].get(property)?.type === 'date';
  return resolveValue(value, enrolment, record, isDate ? now - (now % 86_400_000) : now);
}
