/** The portal's state: plain tables. Handlers check a request as HubSpot would, then change these. */

export type ObjectTypeId = '0-1' | '0-2' | '0-3' | '0-48';

/** Who wrote a value; the words are those of HubSpot's property history. */
export type WriteSource = {
  sourceType: 'INTEGRATION' | 'AUTOMATION_PLATFORM' | 'CRM_UI' | 'IMPORT' | 'FORM' | 'CALCULATED' | 'MERGE_OBJECTS';
  sourceId: string;
  /** Name of the writer, where HubSpot gives one. */
  sourceLabel?: string;
  /** Of the person behind the write. */
  updatedByUserId?: number;
};

export type HistoryEntry = WriteSource & {
  /** '' means cleared. */
  value: string;
  /** Movable clock. */
  at: number;
  /** Monotonic, for the search index's lag and for latencies. */
  monotonicMs: number;
};

export type CrmRecord = {
  id: string;
  type: ObjectTypeId;
  createdAt: number;
  updatedAt: number;
  createdMonotonicMs: number;
  changedMonotonicMs: number;
  archivedAt: number | null;
  archivedMonotonicMs: number | null;
  /** Current values; cleared properties are absent. */
  values: Record<string, string>;
  /** Oldest first. */
  history: Record<string, HistoryEntry[]>;
};

export type PropertyOption = {
  label: string;
  value: string;
  displayOrder: number;
  hidden: boolean;
  description?: string;
};

export type PropertyDefinition = {
  name: string;
  label: string;
  type: string;
  fieldType: string;
  groupName: string;
  description: string;
  options: PropertyOption[];
  displayOrder: number;
  hidden: boolean;
  formField: boolean;
  hasUniqueValue: boolean;
  externalOptions: boolean;
  referencedObjectType?: string;
  calculated: boolean;
  hubspotDefined: boolean;
  readOnlyValue: boolean;
  createdAt: number;
  updatedAt: number;
  archivedAt: number | null;
  /** Reads do not show it before this monotonic moment. */
  visibleAtMonotonicMs: number;
};

export type PropertyGroup = { name: string; label: string; displayOrder: number; archived: boolean };

export type Owner = {
  id: string;
  email: string;
  type: 'PERSON' | 'QUEUE';
  firstName: string;
  lastName: string;
  userId: number;
  archived: boolean;
  createdAt: number;
  updatedAt: number;
};

export type AssociationType = { category: string; typeId: number };

export type Association = AssociationType & {
  fromType: ObjectTypeId;
  fromId: string;
  toType: ObjectTypeId;
  toId: string;
};

export type ActionDefinition = {
  uid: string;
  definitionId: string;
  version: number;
  actionUrl: string;
  objectTypes: string[];
  requestedProperties: string[];
  inputNames: string[];
  requiredInputs: string[];
  outputNames: string[];
  options: Record<string, string>;
  labels: Record<string, unknown>;
  isPublished: boolean;
};

export type WebhookSubscription = {
  id: number;
  subscriptionType: string;
  objectType: ObjectTypeId | null;
  propertyName: string | null;
  legacy: boolean;
};
