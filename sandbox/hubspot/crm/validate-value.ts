import type { ErrorDetail } from '../http/refusal.ts';
import { invalid, type Refusal } from '../http/refusal.ts';
import type { Portal } from '../portal/portal.ts';
import type { CrmRecord, ObjectTypeId, PropertyDefinition } from '../portal/tables.ts';

export type ValueProblem = { name: string; message: string; code: string };
export type CheckedValue = { value: string } | { problem: ValueProblem };

const longestString = 65_536;
const dayMs = 86_400_000;

/** Turns what was sent into the stored string, or says why HubSpot would refuse it. `''` clears. */
export function checkValue(
  portal: Portal,
  definition: PropertyDefinition,
  sent: unknown,
  current: string,
): CheckedValue {
  const { name } = definition;
  const refuse = (code: string, message: string): CheckedValue => ({ problem: { name, code, message } });
  if (definition.readOnlyValue)
    return refuse('READ_ONLY_VALUE', `"${name}" is a read only property; its value cannot be set`);
  if (sent === null || sent === '') return { value: '' };
  if (typeof sent === 'object') return refuse('INVALID_STRING', `${JSON.stringify(sent)} is not a valid value`);
  const text = String(sent);
  switch (definition.type) {
    case 'number':
      return text.trim() !== '' && Number.isFinite(Number(text))
        ? { value: typeof sent === 'number' ? String(sent) : text.trim() }
        : refuse('INVALID_LONG', `${text} was not a valid long.`);
    case 'bool':
      return text === 'true' || text === 'false'
        ? { value: text }
        : refuse('INVALID_OPTION', `${text} was not one of the allowed options: [true, false]`);
    case 'date':
      return checkDate(text, refuse);
    case 'datetime':
      return checkDateTime(text, refuse);
    case 'enumeration':
      return checkEnumeration(portal, definition, text, current, refuse);
    default:
      break;
  }
  if (text.length > longestString)
    return refuse('VALUE_TOO_LONG', `Property value is longer than ${longestString} characters`);
  if (name === 'email') return checkEmail(text, refuse);
  return { value: text };
}

type Refuse = (code: string, message: string) => CheckedValue;

function checkEmail(text: string, refuse: Refuse): CheckedValue {
  const email = text.trim().toLowerCase();
  return /^[^\s@,;<>()[\]\\"]+@[^\s@.]+(\.[^\s@.]+)+$/.test(email)
    ? { value: email }
    : refuse('INVALID_EMAIL', `Email address ${text} is invalid`);
}

function checkDate(text: string, refuse: Refuse): CheckedValue {
  const millis = /^-?\d+$/.test(text) ? Number(text) : Date.parse(`${text}T00:00:00Z`);
  if (/^-?\d+$/.test(text) ? millis % dayMs !== 0 : !/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(millis)) {
    return refuse('INVALID_DATE', `${text} was not a valid date: it is not midnight UTC`);
  }
  return { value: new Date(millis).toISOString().slice(0, 10) };
}

function checkDateTime(text: string, refuse: Refuse): CheckedValue {
  const millis = /^-?\d+$/.test(text) ? Number(text) : /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isFinite(millis) || Math.abs(millis) > 8.64e15)
    return refuse('INVALID_DATE', `${text} was not a valid datetime`);
  return { value: new Date(millis).toISOString() };
}

function checkEnumeration(
  portal: Portal,
  definition: PropertyDefinition,
  text: string,
  current: string,
  refuse: Refuse,
): CheckedValue {
  if (definition.externalOptions || definition.name === 'hubspot_owner_id') {
    const owner = portal.owners.get(text);
    return owner && !owner.archived
      ? { value: text }
      : refuse('INVALID_OWNER_ID', `Owner id ${text} does not exist or is not active`);
  }
  const allowed = definition.options.map((option) => option.value);
  const unknownOption = (value: string) =>
    refuse('INVALID_OPTION', `${value} was not one of the allowed options: [${allowed.join(', ')}]`);
  if (definition.fieldType !== 'checkbox') return allowed.includes(text) ? { value: text } : unknownOption(text);
  const appended = text.startsWith(';');
  const values = text.split(';').filter((value) => value !== '');
  const unknown = values.find((value) => !allowed.includes(value));
  if (unknown !== undefined) return unknownOption(unknown);
  const before = appended ? current.split(';').filter((value) => value !== '') : [];
  return { value: [...new Set([...before, ...values])].join(';') };
}

/** Checks a whole property map against the definitions; problems are collected, not thrown. */
export function checkValues(
  portal: Portal,
  type: ObjectTypeId,
  sent: Record<string, unknown>,
  record: CrmRecord | null,
): { values: Record<string, string>; problems: ValueProblem[] } {
  const values: Record<string, string> = {};
  const problems: ValueProblem[] = [];
  for (const [rawName, rawValue] of Object.entries(sent)) {
    const name = rawName.toLowerCase();
    const definition = portal.properties[type].get(name);
    if (!definition || definition.archivedAt !== null) {
      problems.push({ name: rawName, code: 'PROPERTY_DOESNT_EXIST', message: `Property "${rawName}" does not exist` });
      continue;
    }
    const checked = checkValue(portal, definition, rawValue, record?.values[name] ?? '');
    if ('problem' in checked) problems.push(checked.problem);
    else values[name] = checked.value;
  }
  return { values, problems };
}

/** The 400 whose message carries a JSON array inside the string. */
export function valuesRefusal(portal: Portal, problems: ValueProblem[]): Refusal {
  const inside = problems.map(({ name, message, code }) => ({
    isValid: false,
    message,
    error: code,
    name,
    localizedErrorMessage: message,
    portalId: portal.settings.portalId,
  }));
  const errors: ErrorDetail[] = problems.map(({ name, message, code }) => ({
    message,
    code,
    context: { propertyName: [name] },
  }));
  return invalid(`Property values were not valid: ${JSON.stringify(inside)}`, { errors });
}
