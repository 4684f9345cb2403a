import { conflict, invalid, Refusal } from '../http/refusal.ts';
import { isObject } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';
import type { ObjectTypeId, PropertyDefinition, PropertyOption } from '../portal/tables.ts';

const fieldTypesOf: Record<string, string[]> = {
  bool: ['booleancheckbox', 'calculation_equation'],
  enumeration: ['select', 'radio', 'checkbox', 'booleancheckbox', 'calculation_equation'],
  date: ['date'],
  datetime: ['date'],
  number: ['number', 'calculation_equation'],
  string: ['text', 'textarea', 'html', 'phonenumber', 'file', 'calculation_equation'],
  phone_number: ['phonenumber'],
};
const mostUniqueProperties = 10;

/** Checks a create body and stores the property. An archived name comes back with its old values and history. */
export function createProperty(portal: Portal, type: ObjectTypeId, body: Record<string, unknown>): PropertyDefinition {
  const missing = ['name', 'label', 'type', 'fieldType', 'groupName'].filter(
    (key) => typeof body[key] !== 'string' || body[key] === '',
  );
  if (missing.length > 0)
    throw invalid(`Invalid input JSON on line 1, column 1: some required fields were not set: [${missing.join(', ')}]`);
  const name = String(body.name);
  if (!/^[a-z][a-z0-9_]*$/.test(name) || name.length > 100)
    throw invalid(`Property name "${name}" is not valid`, { subCategory: 'PropertyValidationError.INVALID_NAME' });

  const existing = portal.properties[type].get(name);
  if (existing && existing.archivedAt === null) {
    throw new Refusal(409, {
      message: `A property named '${name}' already exists.`,
      category: 'OBJECT_ALREADY_EXISTS',
      subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS',
    });
  }
  refuseBadShape(String(body.type), String(body.fieldType));
  refuseUnknownGroup(portal, type, String(body.groupName));
  const options = checkOptions(body, String(body.type));
  const hasUniqueValue = body.hasUniqueValue === true;
  const unique = [...portal.properties[type].values()].filter(
    (property) => property.hasUniqueValue && property.archivedAt === null,
  );
  if (hasUniqueValue && unique.length >= mostUniqueProperties)
    throw invalid('The limit of 10 unique properties has been reached');

  const at = portal.now();
  const definition: PropertyDefinition = {
    name,
    label: String(body.label),
    type: String(body.type),
    fieldType: String(body.fieldType),
    groupName: String(body.groupName),
    description: typeof body.description === 'string' ? body.description : '',
    options,
    displayOrder: typeof body.displayOrder === 'number' ? body.displayOrder : -1,
    hidden: body.hidden === true,
    formField: body.formField === true,
    hasUniqueValue,
    externalOptions: body.externalOptions === true,
    ...(typeof body.referencedObjectType === 'string' ? { referencedObjectType: body.referencedObjectType } : {}),
    calculated: false,
    hubspotDefined: false,
    readOnlyValue: false,
    createdAt: existing?.createdAt ?? at,
    updatedAt: at,
    archivedAt: null,
    visibleAtMonotonicMs: performance.now() + portal.settings.propertyVisibilityDelayMs,
  };
  portal.properties[type].set(name, definition);
  return definition;
}

/** PATCH: options are replaced as a whole when given; `name` and `hasUniqueValue` are silently kept. */
export function changeProperty(
  portal: Portal,
  type: ObjectTypeId,
  definition: PropertyDefinition,
  body: Record<string, unknown>,
): void {
  const kind = typeof body.type === 'string' ? body.type : definition.type;
  const fieldType = typeof body.fieldType === 'string' ? body.fieldType : definition.fieldType;
  refuseBadShape(kind, fieldType);
  if (typeof body.groupName === 'string') refuseUnknownGroup(portal, type, body.groupName);
  const options = body.options === undefined ? definition.options : checkOptions(body, kind);
  Object.assign(definition, { type: kind, fieldType, options, updatedAt: portal.now() });
  if (typeof body.label === 'string') definition.label = body.label;
  if (typeof body.description === 'string') definition.description = body.description;
  if (typeof body.groupName === 'string') definition.groupName = body.groupName;
  if (typeof body.displayOrder === 'number') definition.displayOrder = body.displayOrder;
  if (typeof body.hidden === 'boolean') definition.hidden = body.hidden;
  if (typeof body.formField === 'boolean') definition.formField = body.formField;
}

export function archiveProperty(portal: Portal, type: ObjectTypeId, definition: PropertyDefinition): void {
  if (definition.hubspotDefined)
    throw invalid(`Property ${definition.name} is defined by HubSpot and cannot be archived`);
  const uses = usesOf(portal, type, definition.name);
  if (uses.length > 0) {
    throw invalid(`Property ${definition.name} is in use and cannot be deleted`, {
      subCategory: 'PropertyValidationError.CANNOT_DELETE_PROPERTY_IN_USE',
      errors: uses.map(({ kind, name, id }) => ({
        message: 'Property is in use',
        context: { parentType: [kind], parentName: [name], parentId: [id] },
      })),
    });
  }
  definition.archivedAt = portal.now();
}

/** Workflows and lists of the object type that name the property. */
function usesOf(portal: Portal, type: ObjectTypeId, property: string): { kind: string; name: string; id: string }[] {
  const names = (body: unknown) => JSON.stringify(body).includes(`"${property}"`);
  const flows = [...portal.flows.values()].filter((flow) => flow.objectTypeId === type && names(flow));
  const lists = [...portal.lists.values()].filter(
    (list) => list.objectTypeId === type && list.deletedAt === null && names(list.filterBranch),
  );
  return [
    ...flows.map(({ id, name }) => ({ kind: 'WORKFLOW', name: name ?? '', id })),
    ...lists.map(({ listId, name }) => ({ kind: 'LIST', name, id: listId })),
  ];
}

function refuseBadShape(type: string, fieldType: string): void {
  const allowed = fieldTypesOf[type];
  if (!allowed) throw invalid(`Invalid input JSON on line 1, column 1: Cannot deserialize value of type "${type}"`);
  if (!allowed.includes(fieldType))
    throw invalid(`fieldType ${fieldType} is not valid for type ${type}`, {
      subCategory: 'PropertyValidationError.INVALID_FIELD_TYPE',
    });
}

function refuseUnknownGroup(portal: Portal, type: ObjectTypeId, groupName: string): void {
  const group = portal.groups[type].get(groupName);
  if (!group || group.archived)
    throw invalid(`Property group ${groupName} does not exist`, {
      subCategory: 'PropertyValidationError.GROUP_DOES_NOT_EXIST',
    });
}

function checkOptions(body: Record<string, unknown>, type: string): PropertyOption[] {
  const sent = Array.isArray(body.options) ? body.options.filter(isObject) : [];
  const options = sent.map(
    (option, index): PropertyOption => ({
      label: String(option.label ?? ''),
      value: String(option.value ?? ''),
      displayOrder: typeof option.displayOrder === 'number' ? option.displayOrder : index,
      hidden: option.hidden === true,
      ...(typeof option.description === 'string' ? { description: option.description } : {}),
    }),
  );
  if (options.some((option) => option.label === '' || option.value === ''))
    throw invalid('Options need a label and a value');
  const values = options.map((option) => option.value);
  if (new Set(values).size !== values.length)
    throw invalid('Option values must be unique', { subCategory: 'PropertyValidationError.DUPLICATE_OPTION' });
  if (type === 'bool' && (values.length !== 2 || !values.includes('true') || !values.includes('false'))) {
    throw invalid('A bool property needs exactly the options true and false', {
      errors: [{ message: 'Invalid options', code: 'INVALID_BOOLEAN_OPTION' }],
    });
  }
  if (type === 'enumeration' && values.length === 0 && body.externalOptions !== true)
    throw invalid('Options are required for an enumeration');
  return options;
}

export function createGroup(portal: Portal, type: ObjectTypeId, body: Record<string, unknown>) {
  const { name, label, displayOrder } = body;
  if (typeof name !== 'string' || name === '' || typeof label !== 'string' || label === '') {
    throw invalid('Invalid input JSON on line 1, column 1: some required fields were not set: [name, label]');
  }
  const existing = portal.groups[type].get(name);
  if (existing && !existing.archived) {
    throw conflict(`A property group named '${name}' already exists.`, {
      category: 'OBJECT_ALREADY_EXISTS',
      subCategory: 'PropertyGroupError.GROUP_ALREADY_EXISTS',
    });
  }
  const group = { name, label, displayOrder: typeof displayOrder === 'number' ? displayOrder : -1, archived: false };
  portal.groups[type].set(name, group);
  return group;
}
