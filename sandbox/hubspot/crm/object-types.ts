import { invalid, Refusal } from '../http/refusal.ts';
import type { ObjectTypeId } from '../portal/tables.ts';

type ObjectTypeWords = { singular: string; plural: string; upper: string; modifiedProperty: string };

export const objectTypes: Record<ObjectTypeId, ObjectTypeWords> = {
  '0-1': { singular: 'contact', plural: 'contacts', upper: 'CONTACT', modifiedProperty: 'lastmodifieddate' },
  '0-2': { singular: 'company', plural: 'companies', upper: 'COMPANY', modifiedProperty: 'hs_lastmodifieddate' },
  '0-3': { singular: 'deal', plural: 'deals', upper: 'DEAL', modifiedProperty: 'hs_lastmodifieddate' },
  '0-48': { singular: 'call', plural: 'calls', upper: 'CALL', modifiedProperty: 'hs_lastmodifieddate' },
};

const notImitatedTypes = new Set([
  '0-5',
  'ticket',
  'tickets',
  '0-27',
  'task',
  'tasks',
  '0-46',
  'note',
  'notes',
  'emails',
]);

/** Accepts plural, singular (any case) or id. */
export function objectTypeOf(name: string): ObjectTypeId {
  const wanted = name.toLowerCase();
  for (const [id, words] of Object.entries(objectTypes)) {
    if (wanted === id || wanted === words.singular || wanted === words.plural) return id as ObjectTypeId;
  }
  if (notImitatedTypes.has(wanted)) {
    throw new Refusal(501, { message: `The sandbox has no ${name}`, category: 'SANDBOX_NOT_IMPLEMENTED' });
  }
  throw invalid(`Unable to infer object type from: ${name}`);
}

/** The scopes of which one lets a token do this with objects of the type. Calls go with contacts. */
export function objectScope(type: string, right: 'read' | 'write'): string[] {
  const id = objectTypeOf(type);
  return [`crm.objects.${objectTypes[id === '0-48' ? '0-1' : id].plural}.${right}`];
}
