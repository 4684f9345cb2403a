/** HubSpot's filter language, as far as we generate it. Every branch has all four keys; HubSpot refuses it otherwise. */
type NoValue = { includeObjectsWithNoValueSet: false };

export type FilterOperation = NoValue &
  (
    | { operationType: 'ENUMERATION'; operator: 'IS_ANY_OF' | 'IS_NONE_OF'; values: string[] }
    | { operationType: 'STRING'; operator: TextOperator; value: string }
    | { operationType: 'MULTISTRING'; operator: TextOperator; values: string[] }
    | { operationType: 'NUMBER'; operator: NumberOperator; value: number }
    | { operationType: 'BOOL'; operator: 'IS_EQUAL_TO'; value: boolean }
    | {
        operationType: 'TIME_POINT';
        operator: 'IS_BEFORE' | 'IS_AFTER';
        timePoint: TimePoint;
        endpointBehavior: EndpointBehavior;
        propertyParser: 'VALUE';
        type: 'TIME_POINT';
      }
    | {
        operationType: 'TIME_RANGED';
        operator: 'IS_BETWEEN' | 'IS_NOT_BETWEEN';
        lowerBoundTimePoint: TimePoint;
        upperBoundTimePoint: TimePoint;
        lowerBoundEndpointBehavior: EndpointBehavior;
        upperBoundEndpointBehavior: EndpointBehavior;
        propertyParser: 'VALUE';
        type: 'TIME_RANGED';
      }
    | { operationType: 'ALL_PROPERTY'; operator: 'IS_KNOWN' | 'IS_UNKNOWN' }
  );

export type EndpointBehavior = 'INCLUSIVE' | 'EXCLUSIVE';

/** The first moment of a day in a time zone: of the calendar, or counted from today. */
export type TimePoint = { zoneId: string; timezoneSource: 'CUSTOM' } & (
  | { timeType: 'DATE'; year: number; month: number; day: number; hour: 0; minute: 0; second: 0; millisecond: 0 }
  | { timeType: 'INDEXED'; indexReference: { referenceType: 'TODAY' }; offset: { days: number } }
);

export type TextOperator = 'IS_EQUAL_TO' | 'IS_NOT_EQUAL_TO' | 'CONTAINS' | 'DOES_NOT_CONTAIN';

export type NumberOperator =
  | 'IS_EQUAL_TO'
  | 'IS_NOT_EQUAL_TO'
  | 'IS_GREATER_THAN'
  | 'IS_GREATER_THAN_OR_EQUAL_TO'
  | 'IS_LESS_THAN'
  | 'IS_LESS_THAN_OR_EQUAL_TO';

export type PropertyFilter = { filterType: 'PROPERTY'; property: string; operation: FilterOperation };

export type AndBranch = {
  filterBranchType: 'AND';
  filterBranchOperator: 'AND';
  filters: PropertyFilter[];
  filterBranches: AssociationBranch[];
};

/** Holds when at least one associated record passes all filters. */
export type AssociationBranch = {
  filterBranchType: 'ASSOCIATION';
  filterBranchOperator: 'AND';
  objectTypeId: string;
  operator: 'IN_LIST';
  associationTypeId: number;
  associationCategory: 'HUBSPOT_DEFINED';
  filters: PropertyFilter[];
  filterBranches: [];
};

export type OrBranch = {
  filterBranchType: 'OR';
  filterBranchOperator: 'OR';
  filters: [];
  filterBranches: AndBranch[];
};

export function propertyFilter(property: string, operation: FilterOperation): PropertyFilter {
  return { filterType: 'PROPERTY', property, operation };
}

export function isAnyOf(property: string, values: string[]): PropertyFilter {
  return propertyFilter(property, {
    operationType: 'ENUMERATION',
    operator: 'IS_ANY_OF',
    values,
    includeObjectsWithNoValueSet: false,
  });
}

export function isText(property: string, value: string, operator: TextOperator = 'IS_EQUAL_TO'): PropertyFilter {
  return propertyFilter(property, { operationType: 'STRING', operator, value, includeObjectsWithNoValueSet: false });
}

/** A negative operator must hold for every value. */
export function isTextAmong(property: string, values: string[], operator: TextOperator): PropertyFilter {
  return propertyFilter(property, {
    operationType: 'MULTISTRING',
    operator,
    values,
    includeObjectsWithNoValueSet: false,
  });
}

export function isKnown(property: string): PropertyFilter {
  return propertyFilter(property, {
    operationType: 'ALL_PROPERTY',
    operator: 'IS_KNOWN',
    includeObjectsWithNoValueSet: false,
  });
}

export function isUnknown(property: string): PropertyFilter {
  return propertyFilter(property, {
    operationType: 'ALL_PROPERTY',
    operator: 'IS_UNKNOWN',
    includeObjectsWithNoValueSet: false,
  });
}

export function andBranch(filters: PropertyFilter[], filterBranches: AssociationBranch[] = []): AndBranch {
  return { filterBranchType: 'AND', filterBranchOperator: 'AND', filters, filterBranches };
}
