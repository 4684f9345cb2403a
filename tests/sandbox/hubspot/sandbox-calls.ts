import type { HubspotSandbox } from '../../../sandbox/hubspot/start.ts';

/** The parts of answers that tests look into; which of them an answer has depends on the call. */
export type AnswerBody = {
  id: string;
  revisionId: string;
  message: string;
  category: string;
  results: AnswerBody[];
  properties: Record<string, string | null>;
  associations: { companies: { results: { id: string }[] } };
  body: unknown;
  [other: string]: unknown;
};

export type Called = { status: number; headers: Headers; body: AnswerBody };

/** Plain HTTP to the sandbox with its token. */
export const callsTo = (sandbox: HubspotSandbox) => callsAs(sandbox, sandbox.accessToken);

export function callsAs(sandbox: HubspotSandbox, accessToken: string) {
  return async (method: string, path: string, body?: unknown): Promise<Called> => {
    const response = await fetch(`${sandbox.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
  };
}

export async function until<T>(what: () => T | undefined | null | false, withinMs = 3_000): Promise<T> {
  const since = performance.now();
  for (;;) {
    const found = what();
    if (found) return found;
    if (performance.now() - since > withinMs) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const and = (...filters: unknown[]) => ({
  filterBranchType: 'AND',
  filterBranchOperator: 'AND',
  filterBranches: [] as unknown[],
  filters,
});

export const filterOf = (property: string, operation: Record<string, unknown>) => ({
  filterType: 'PROPERTY',
  property,
  operation: { includeObjectsWithNoValueSet: false, ...operation },
});

export const anyOf = (property: string, ...values: string[]) =>
  filterOf(property, { operationType: 'ENUMERATION', operator: 'IS_ANY_OF', values });

/** A flow that enrols contacts whose `gate` is open and whose company has at least 10 employees. */
export function gateFlow(actions: unknown[], changes: Record<string, unknown> = {}) {
  const company = {
    ...and(
      filterOf('numberofemployees', { operationType: 'NUMBER', operator: 'IS_GREATER_THAN_OR_EQUAL_TO', value: 10 }),
    ),
    filterBranchType: 'ASSOCIATION',
    objectTypeId: '0-2',
    operator: 'IN_LIST',
    associationTypeId: 279,
    associationCategory: 'HUBSPOT_DEFINED',
  };
  return {
    type: 'CONTACT_FLOW',
    flowType: 'WORKFLOW',
    objectTypeId: '0-1',
    name: 'Gate flow',
    isEnabled: false,
    startActionId: '1',
    actions,
    enrollmentCriteria: {
      type: 'LIST_BASED',
      shouldReEnroll: true,
      unEnrollObjectsNotMeetingCriteria: false,
      listFilterBranch: {
        filterBranchType: 'OR',
        filterBranchOperator: 'OR',
        filters: [],
        filterBranches: [{ ...and(anyOf('gate', 'open')), filterBranches: [company] }],
      },
      reEnrollmentTriggersFilterBranches: [
        and(
          filterOf('hs_name', { operationType: 'STRING', operator: 'IS_EQUAL_TO', value: 'gate' }),
          anyOf('hs_value', 'open'),
        ),
      ],
    },
    timeWindows: [],
    blockedDates: [],
    customProperties: {},
    suppressionListIds: [],
    canEnrollFromSalesforce: false,
    ...changes,
  };
}

export const single = (
  actionId: string,
  actionTypeId: string,
  fields: unknown,
  next?: string,
  actionTypeVersion = 0,
) => ({
  type: 'SINGLE_CONNECTION',
  actionId,
  actionTypeId,
  actionTypeVersion,
  fields,
  ...(next ? { connection: { edgeType: 'STANDARD', nextActionId: next } } : {}),
});

export const setStatic = (actionId: string, property: string, value: string, next?: string) =>
  single(actionId, '0-5', { property_name: property, value: { type: 'STATIC_VALUE', staticValue: value } }, next);

export const gateProperty = {
  name: 'gate',
  label: 'Gate',
  type: 'enumeration',
  fieldType: 'select',
  groupName: 'contactinformation',
  options: [
    { label: 'Open', value: 'open' },
    { label: 'Closed', value: 'closed' },
  ],
};
