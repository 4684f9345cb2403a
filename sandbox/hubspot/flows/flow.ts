/** A workflow as it is stored: the posted body, normalised, plus what the portal adds. */

export type Connection = { edgeType: 'STANDARD' | 'GOTO'; nextActionId: string };

export type FlowAction =
  | {
      type: 'SINGLE_CONNECTION';
      actionId: string;
      actionTypeId: string;
      actionTypeVersion: number;
      fields: Record<string, unknown>;
      connection?: Connection;
    }
  | {
      type: 'LIST_BRANCH';
      actionId: string;
      listBranches: { branchName?: string; filterBranch?: FilterBranch; connection?: Connection }[];
      defaultBranchName?: string;
      defaultBranch?: Connection;
    };

export type PropertyFilter = { filterType: 'PROPERTY'; property: string; operation: Record<string, unknown> };

export type FilterBranch = {
  filterBranchType: string;
  filterBranchOperator: string;
  filters: PropertyFilter[];
  filterBranches: FilterBranch[];
  objectTypeId?: string;
  operator?: string;
  associationTypeId?: number;
  associationCategory?: string;
};

export type EnrollmentCriteria =
  | {
      type: 'LIST_BASED';
      shouldReEnroll: boolean;
      unEnrollObjectsNotMeetingCriteria: boolean;
      listFilterBranch: FilterBranch;
      reEnrollmentTriggersFilterBranches: FilterBranch[];
    }
  | { type: 'MANUAL'; shouldReEnroll: boolean };

/** What a client posts, normalised. */
export type FlowBody = {
  type: 'CONTACT_FLOW' | 'PLATFORM_FLOW';
  objectTypeId: string;
  name?: string;
  description?: string;
  isEnabled: boolean;
  startActionId?: string;
  nextAvailableActionId: string;
  actions: FlowAction[];
  enrollmentCriteria?: EnrollmentCriteria;
  flowType: 'WORKFLOW';
  uuid?: string;
  timeWindows: never[];
  blockedDates: never[];
  customProperties: Record<string, unknown>;
  dataSources: never[];
  suppressionListIds?: never[];
  canEnrollFromSalesforce?: boolean;
  crmObjectCreationStatus: 'COMPLETE';
};

export type Flow = FlowBody & { id: string; revisionId: string; createdAt: string; updatedAt: string };
