import { objectTypes } from '../crm/object-types.ts';
import { findRecord } from '../crm/records.ts';
import { invalid, notFound } from '../http/refusal.ts';
import { isObject } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';
import type { Association, AssociationType, CrmRecord, ObjectTypeId, WriteSource } from '../portal/tables.ts';

type Pair = {
  from: ObjectTypeId;
  to: ObjectTypeId;
  unlabelled: number;
  reverse: number;
  primary?: { typeId: number; reverse: number };
};

/** HubSpot-defined association types, both directions. */
const pairs: Pair[] = [
  { from: '0-1', to: '0-2', unlabelled: 279, reverse: 280, primary: { typeId: 1, reverse: 2 } },
  { from: '0-1', to: '0-1', unlabelled: 449, reverse: 449 },
  { from: '0-3', to: '0-1', unlabelled: 3, reverse: 4 },
  { from: '0-1', to: '0-48', unlabelled: 193, reverse: 194 },
  { from: '0-3', to: '0-2', unlabelled: 341, reverse: 342, primary: { typeId: 5, reverse: 6 } },
];

type KnownType = { from: ObjectTypeId; to: ObjectTypeId; typeId: number; reverse: number; primary: boolean };

const knownTypes: KnownType[] = pairs.flatMap(({ from, to, unlabelled, reverse, primary }) => {
  const both = (typeId: number, back: number, isPrimary: boolean): KnownType[] => [
    { from, to, typeId, reverse: back, primary: isPrimary },
    { from: to, to: from, typeId: back, reverse: typeId, primary: isPrimary },
  ];
  return [...both(unlabelled, reverse, false), ...(primary ? both(primary.typeId, primary.reverse, true) : [])];
});

export function typesBetween(from: ObjectTypeId, to: ObjectTypeId): KnownType[] {
  return knownTypes.filter((known) => known.from === from && known.to === to);
}

export function defaultType(from: ObjectTypeId, to: ObjectTypeId): AssociationType {
  const known = typesBetween(from, to).find((type) => !type.primary);
  if (!known) throw invalid(`No association types exist between ${from} and ${to}`);
  return { category: 'HUBSPOT_DEFINED', typeId: known.typeId };
}

export function isPrimaryType(typeId: number): boolean {
  return knownTypes.some((known) => known.typeId === typeId && known.primary);
}

export function associationsOf(portal: Portal, recordId: string, toType: ObjectTypeId): Association[] {
  return (portal.associations.get(recordId) ?? []).filter((association) => association.toType === toType);
}

/** Adds one association in both directions. A primary one also makes the unlabelled one and replaces the old primary. */
export function associate(portal: Portal, from: CrmRecord, to: CrmRecord, typeId: number, source: WriteSource): void {
  const known = typesBetween(from.type, to.type).find((type) => type.typeId === typeId);
  if (!known) throw invalid(`The association type ${typeId} does not exist between ${from.type} and ${to.type}`);
  if (known.primary) {
    const dependent = from.type === '0-2' ? to : from;
    const companyType = from.type === '0-2' ? from.type : to.type;
    const old = associationsOf(portal, dependent.id, companyType).filter((association) =>
      isPrimaryType(association.typeId),
    );
    for (const association of old) {
      const other = from.type === '0-2' ? from.id : to.id;
      if (association.toId !== other) remove(portal, association, source);
    }
    const unlabelled = {
      typeId: defaultType(from.type, to.type).typeId,
      reverse: defaultType(to.type, from.type).typeId,
    };
    link(portal, from, to, unlabelled, source);
  }
  link(portal, from, to, known, source);
  refreshPrimaryCompany(portal, from.type === '0-1' ? from : to);
}

/** A first company becomes the contact's primary one, as it does in HubSpot. */
export function associateDefault(portal: Portal, from: CrmRecord, to: CrmRecord, source: WriteSource): AssociationType {
  const type = defaultType(from.type, to.type);
  const [contact, company] = from.type === '0-1' ? [from, to] : [to, from];
  const isPair = contact.type === '0-1' && company.type === '0-2';
  const hasPrimary =
    isPair && associationsOf(portal, contact.id, '0-2').some((association) => isPrimaryType(association.typeId));
  if (isPair && !hasPrimary) associate(portal, contact, company, 1, source);
  else associate(portal, from, to, type.typeId, source);
  return type;
}

/** Removes every association between two records, or only those of the given types. */
export function dissociate(
  portal: Portal,
  fromId: string,
  toId: string,
  onlyTypes: number[] | null,
  source: WriteSource,
): void {
  const gone = (portal.associations.get(fromId) ?? []).filter(
    (association) => association.toId === toId && (onlyTypes === null || onlyTypes.includes(association.typeId)),
  );
  for (const association of gone) remove(portal, association, source);
  for (const id of [fromId, toId]) {
    const contact = portal.records['0-1'].get(id);
    if (contact) refreshPrimaryCompany(portal, contact);
  }
}

function link(
  portal: Portal,
  from: CrmRecord,
  to: CrmRecord,
  type: { typeId: number; reverse: number },
  source: WriteSource,
): void {
  add(
    portal,
    {
      fromType: from.type,
      fromId: from.id,
      toType: to.type,
      toId: to.id,
      category: 'HUBSPOT_DEFINED',
      typeId: type.typeId,
    },
    source,
  );
  add(
    portal,
    {
      fromType: to.type,
      fromId: to.id,
      toType: from.type,
      toId: from.id,
      category: 'HUBSPOT_DEFINED',
      typeId: type.reverse,
    },
    source,
  );
}

function add(portal: Portal, association: Association, source: WriteSource): void {
  const list = portal.associations.get(association.fromId) ?? [];
  if (list.some((other) => other.toId === association.toId && other.typeId === association.typeId)) return;
  list.push(association);
  portal.associations.set(association.fromId, list);
  announce(portal, association, false, source);
}

function remove(portal: Portal, association: Association, source: WriteSource): void {
  const reverse = knownTypes.find(
    (known) => known.typeId === association.typeId && known.from === association.fromType,
  )?.reverse;
  const drop = (fromId: string, toId: string, typeId: number | undefined) => {
    const list = portal.associations.get(fromId) ?? [];
    portal.associations.set(
      fromId,
      list.filter((other) => other.toId !== toId || other.typeId !== typeId),
    );
  };
  drop(association.fromId, association.toId, association.typeId);
  drop(association.toId, association.fromId, reverse);
  const { fromType, fromId, toType, toId } = association;
  const back = {
    fromType: toType,
    fromId: toId,
    toType: fromType,
    toId: fromId,
    typeId: reverse ?? association.typeId,
  };
  announce(portal, association, true, source);
  announce(portal, back, true, source);
}

function announce(
  portal: Portal,
  { fromType, fromId, toType, toId, typeId }: Omit<Association, 'category'>,
  removed: boolean,
  source: WriteSource,
): void {
  portal.changes.publish({ kind: 'association changed', fromType, fromId, toType, toId, removed, typeId, source });
}

/** `associatedcompanyid` shows the primary company. */
function refreshPrimaryCompany(portal: Portal, record: CrmRecord): void {
  if (record.type !== '0-1') return;
  const primary = associationsOf(portal, record.id, '0-2').find((association) => association.typeId === 1);
  if (primary) record.values.associatedcompanyid = primary.toId;
  else delete record.values.associatedcompanyid;
}

export type NewAssociation = { to: CrmRecord; typeIds: number[] };

/** The `associations` of a create body: `[{to:{id}, types:[{associationCategory, associationTypeId}]}]`. */
export function parseNewAssociations(portal: Portal, sent: unknown): NewAssociation[] {
  if (!Array.isArray(sent)) return [];
  return sent.map((item) => {
    const id = isObject(item) && isObject(item.to) ? String(item.to.id ?? '') : '';
    const to = anyRecord(portal, id);
    const types = isObject(item) && Array.isArray(item.types) ? item.types : [];
    const typeIds = types.map((type) => (isObject(type) ? Number(type.associationTypeId) : Number.NaN));
    if (!to) throw notFound(`One or more associations are not valid: ${id}`);
    if (typeIds.length === 0 || typeIds.some(Number.isNaN)) throw invalid('One or more associations are not valid');
    return { to, typeIds };
  });
}

export function associateAll(
  portal: Portal,
  from: CrmRecord,
  associations: NewAssociation[],
  source: WriteSource,
): void {
  for (const { to, typeIds } of associations) for (const typeId of typeIds) associate(portal, from, to, typeId, source);
}

function anyRecord(portal: Portal, id: string): CrmRecord | null {
  return (
    (Object.keys(objectTypes) as ObjectTypeId[]).map((type) => findRecord(portal, type, id)).find((record) => record) ??
    null
  );
}
