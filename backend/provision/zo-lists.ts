/** The two lists RevOps and marketing work with: who is ready, and who is nearly so. Pure. */
import { waysToBeFree } from '../hubspot/compile-filters.ts';
import { andBranch, isAnyOf, type OrBranch, type PropertyFilter, propertyFilter } from '../hubspot/filter-branch.ts';

export type WantedList = { name: string; filterBranch: OrBranch };

export const listNames = { ready: 'Zo | SQL ready', near: 'Zo | One condition away' } as const;

/** What "a free user" means in the portal; see the enrolment filters. */
export type FreeUser = { freePlans: string[]; stagesBeforeSql: string[] };

export function zoLists(free: FreeUser): WantedList[] {
  const isReady = isAnyOf('zo_sql_ready', ['yes']);
  const oneMissing = propertyFilter('zo_conditions_missing', {
    operationType: 'NUMBER',
    operator: 'IS_EQUAL_TO',
    value: 1,
    includeObjectsWithNoValueSet: false,
  });
  return [
    { name: listNames.ready, filterBranch: anyOf(waysToBeFree(free).map((way) => [isReady, ...way])) },
    { name: listNames.near, filterBranch: anyOf([[oneMissing]]) },
  ];
}

function anyOf(groups: PropertyFilter[][]): OrBranch {
  return {
    filterBranchType: 'OR',
    filterBranchOperator: 'OR',
    filters: [],
    filterBranches: groups.map((filters) => andBranch(filters)),
  };
}
