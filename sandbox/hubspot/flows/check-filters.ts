/** Refuses filter branches HubSpot would refuse: unknown shapes, operators that do not fit, properties that do not exist. */

import { typesBetween } from '../associations/associate.ts';
import { objectTypes } from '../crm/object-types.ts';
import { invalid } from '../http/refusal.ts';
import { isObject } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';
import type { ObjectTypeId } from '../portal/tables.ts';
import type { FilterBranch, PropertyFilter } from './flow.ts';

const text = ['IS_EQUAL_TO', 'IS_NOT_EQUAL_TO', 'CONTAINS', 'DOES_NOT_CONTAIN', 'STARTS_WITH', 'ENDS_WITH'];
const comparisons = [
  'IS_EQUAL_TO',
  'IS_NOT_EQUAL_TO',
  'IS_GREATER_THAN',
  'IS_GREATER_THAN_OR_EQUAL_TO',
  'IS_LESS_THAN',
  'IS_LESS_THAN_OR_EQUAL_TO',
];
const everEqual = ['HAS_EVER_BEEN_EQUAL_TO', 'HAS_NEVER_BEEN_EQUAL_TO'];

/** Operators and the property types each operation fits. */
const operations: Record<
  string,
  { operators: string[]; fits: string[]; value: 'value' | 'values' | 'none' | 'other' }
> = {
  ENUMERATION: {
    operators: [
      ...['IS_ANY_OF', 'IS_NONE_OF', 'IS_EXACTLY', 'IS_NOT_EXACTLY', 'CONTAINS_ALL', 'DOES_NOT_CONTAIN_ALL'],
      ...['HAS_EVER_BEEN_ANY_OF', 'HAS_NEVER_BEEN_ANY_OF', 'HAS_EVER_BEEN_EXACTLY', 'HAS_NEVER_BEEN_EXACTLY'],
    ],
    fits: ['enumeration'],
    value: 'values',
  },
  MULTISTRING: { operators: text, fits: ['string', 'phone_number'], value: 'values' },
  STRING: {
    operators: [...text, ...everEqual, 'HAS_EVER_CONTAINED', 'HAS_NEVER_CONTAINED'],
    fits: ['string', 'phone_number'],
    value: 'value',
  },
  NUMBER: { operators: [...comparisons, ...everEqual], fits: ['number'], value: 'value' },
  NUMBER_RANGED: { operators: ['IS_BETWEEN', 'IS_NOT_BETWEEN'], fits: ['number'], value: 'other' },
  BOOL: { operators: ['IS_EQUAL_TO', 'IS_NOT_EQUAL_TO', ...everEqual], fits: ['bool'], value: 'value' },
  ALL_PROPERTY: { operators: ['IS_KNOWN', 'IS_UNKNOWN'], fits: [], value: 'none' },
  TIME_POINT: { operators: ['IS_BEFORE', 'IS_AFTER'], fits: ['date', 'datetime'], value: 'other' },
  TIME_RANGED: { operators: ['IS_BETWEEN', 'IS_NOT_BETWEEN'], fits: ['date', 'datetime'], value: 'other' },
};

/** The root of enrolment criteria: an OR of ANDs. */
export function checkRootBranch(portal: Portal, objectTypeId: string, sent: unknown): FilterBranch {
  const root = checkBranch(portal, objectTypeId, sent);
  if (root.filterBranchType !== 'OR') throw invalid('The root filter branch must be an OR branch');
  if (root.filters.length > 0 || root.filterBranches.length === 0)
    throw invalid('The root OR branch must have no filters and at least one AND branch');
  if (root.filterBranches.some((child) => child.filterBranchType !== 'AND'))
    throw invalid('Children of the root OR branch must be AND branches');
  return root;
}

/** Any branch, normalised: unknown keys are dropped. */
export function checkBranch(portal: Portal, objectTypeId: string, sent: unknown): FilterBranch {
  if (!isObject(sent)) throw invalid('Invalid filter branch');
  const missing = ['filterBranchType', 'filterBranchOperator', 'filters', 'filterBranches'].filter(
    (key) => sent[key] === undefined,
  );
  if (missing.length > 0)
    throw invalid(`Invalid filter branch: some required fields were not set: [${missing.join(', ')}]`);
  const type = String(sent.filterBranchType);
  if (!['OR', 'AND', 'ASSOCIATION'].includes(type)) throw invalid(`Filter branch type ${type} is not supported here`);
  const common = { filterBranchType: type, filterBranchOperator: String(sent.filterBranchOperator) };
  const within = type === 'ASSOCIATION' ? String(sent.objectTypeId) : objectTypeId;
  if (type === 'ASSOCIATION') checkAssociation(objectTypeId, sent);
  const filters = (Array.isArray(sent.filters) ? sent.filters : []).map((filter) =>
    checkFilter(portal, within, filter),
  );
  const filterBranches = (Array.isArray(sent.filterBranches) ? sent.filterBranches : []).map((branch) =>
    checkBranch(portal, within, branch),
  );
  if (type !== 'ASSOCIATION') return { ...common, filters, filterBranches };
  return {
    ...common,
    filters,
    filterBranches,
    objectTypeId: within,
    operator: 'IN_LIST',
    associationTypeId: Number(sent.associationTypeId),
    associationCategory: String(sent.associationCategory ?? 'HUBSPOT_DEFINED'),
  };
}

function checkAssociation(from: string, sent: Record<string, unknown>): void {
  const to = String(sent.objectTypeId);
  if (!(to in objectTypes) || !(from in objectTypes))
    throw invalid(`Unknown object type ${to} in an association branch`);
  if (sent.operator !== 'IN_LIST') throw invalid('An association branch needs the operator IN_LIST');
  const known = typesBetween(from as ObjectTypeId, to as ObjectTypeId).some(
    (type) => type.typeId === Number(sent.associationTypeId),
  );
  if (!known) throw invalid(`Association type ${String(sent.associationTypeId)} does not exist from ${from} to ${to}`);
}

function checkFilter(portal: Portal, objectTypeId: string, sent: unknown): PropertyFilter {
  if (!isObject(sent) || sent.filterType !== 'PROPERTY') throw invalid('Only PROPERTY filters are supported here');
  const { property, operation } = sent;
  if (typeof property !== 'string' || !isObject(operation))
    throw invalid('A PROPERTY filter needs property and operation');
  const operationType = String(operation.operationType);
  const rule = operations[operationType];
  if (!rule) throw invalid(`Operation type ${operationType} does not exist`);
  if (!rule.operators.includes(String(operation.operator)))
    throw invalid(`Operator ${String(operation.operator)} does not exist for ${operationType}`);
  if (typeof operation.includeObjectsWithNoValueSet !== 'boolean') {
    throw invalid('Some required fields were not set: [includeObjectsWithNoValueSet]');
  }
  if (rule.value === 'values' && !Array.isArray(operation.values)) throw invalid(`${operationType} needs values`);
  if (rule.value === 'value' && operation.value === undefined) throw invalid(`${operationType} needs a value`);
  if (operationType === 'NUMBER' && typeof operation.value !== 'number')
    throw invalid('NUMBER needs a number as its value');
  checkFit(portal, objectTypeId, property, operationType, rule.fits);
  return { filterType: 'PROPERTY', property, operation: { ...operation } };
}

function checkFit(portal: Portal, objectTypeId: string, property: string, operationType: string, fits: string[]): void {
  if (property === 'hs_name' || property === 'hs_value') return;
  const definition = portal.properties[objectTypeId as ObjectTypeId]?.get(property);
  if (!definition || definition.archivedAt !== null) throw invalid(`Property ${property} does not exist`);
  if (fits.length > 0 && !fits.includes(definition.type)) {
    throw invalid(`Operation type ${operationType} does not fit property ${property} of type ${definition.type}`);
  }
}
