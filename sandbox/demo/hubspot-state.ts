/** What the demo reads from the local HubSpot's `/sandbox/state`, and plain questions about it. */

export type HistoryEntry = { value: string; at: number; sourceType: string; sourceId: string };

export type HubspotRecord = {
  id: string;
  createdAt: number;
  archivedAt: number | null;
  values: Record<string, string>;
  /** Oldest first. */
  history: Record<string, HistoryEntry[]>;
};

export type HubspotProperty = {
  name: string;
  label: string;
  type: string;
  description: string;
  groupName: string;
  displayOrder: number;
  options: { label: string; value: string }[];
  referencedObjectType?: string;
};

export type HubspotStep = {
  actionId: string;
  actionTypeId: string;
  startedAt: number;
  endedAt: number | null;
  outcome: 'running' | 'retrying' | 'blocked' | 'waiting' | 'done' | 'failed' | 'expired' | 'branch';
  detail?: string;
  outputs?: Record<string, string>;
};

export type HubspotEnrolment = {
  id: string;
  flowId: string;
  objectTypeId: string;
  objectId: string;
  status: 'scheduled' | 'not enrolled' | 'active' | 'completed' | 'stopped';
  reason: string;
  scheduledAt: number;
  enrolledAt: number | null;
  steps: HubspotStep[];
};

export type HubspotFlow = {
  id: string;
  name?: string;
  isEnabled: boolean;
  actions: { actionId: string; actionTypeId?: string; fields?: Record<string, unknown> }[];
};

export type HubspotState = {
  sequence: number;
  settings: { portalId: number; uiDomain: string };
  contacts: HubspotRecord[];
  companies: HubspotRecord[];
  deals: HubspotRecord[];
  properties: { contacts: HubspotProperty[]; companies: HubspotProperty[] };
  groups: { contacts: { name: string; label: string }[]; companies: { name: string; label: string }[] };
  owners: { id: string; email: string; firstName: string; lastName: string }[];
  associations: { fromType: string; fromId: string; toType: string; toId: string; typeId: number }[];
  actionDefinitions: { definitionId: string; labels: Record<string, unknown> }[];
  flows: HubspotFlow[];
  enrolments: HubspotEnrolment[];
};

export function contactByEmail(state: HubspotState, email: string): HubspotRecord | undefined {
  return state.contacts.find((contact) => contact.archivedAt === null && contact.values.email === email);
}

/** The primary company (association type 1, contact to company); any associated one when there is no primary. */
export function companyOf(state: HubspotState, contactId: string): HubspotRecord | undefined {
  const links = state.associations.filter(
    (link) => link.fromType === '0-1' && link.fromId === contactId && link.toType === '0-2',
  );
  const link = links.find((one) => one.typeId === 1) ?? links[0];
  return state.companies.find((company) => company.id === link?.toId);
}

export function ownerEmail(state: HubspotState, ownerId: string | undefined): string | null {
  return state.owners.find((owner) => owner.id === ownerId)?.email ?? null;
}

export function enrolmentsOf(state: HubspotState, contactId: string): HubspotEnrolment[] {
  return state.enrolments.filter(
    (enrolment) => enrolment.objectId === contactId && enrolment.status !== 'not enrolled',
  );
}

/** "Compute PQL score", "Set lifecyclestage": what a step of a workflow does, in the words of the workflow editor. */
export function stepLabel(
  state: HubspotState,
  flowId: string,
  step: { actionId: string; actionTypeId: string },
): string {
  const definitionId = /^1-(\d+)$/.exec(step.actionTypeId)?.[1];
  if (definitionId) {
    const definition = state.actionDefinitions.find((one) => one.definitionId === definitionId);
    return actionName(definition?.labels) ?? `Custom action ${definitionId}`;
  }
  const action = state.flows.find((flow) => flow.id === flowId)?.actions.find((one) => one.actionId === step.actionId);
  const property = action?.fields?.property_name;
  if (step.actionTypeId === '0-5' && typeof property === 'string') return `Set ${labelOf(state, property)}`;
  return builtInLabels[step.actionTypeId] ?? `Action ${step.actionTypeId}`;
}

const builtInLabels: Record<string, string> = { '0-1': 'Delay', '0-5': 'Set property value' };

/** Labels of HubSpot's own properties that the demo shows; ours come with their definitions. */
export const hubspotLabels: Record<string, string> = {
  email: 'Email',
  firstname: 'First name',
  lastname: 'Last name',
  lifecyclestage: 'Lifecycle stage',
  hubspot_owner_id: 'Contact owner',
  num_contacted_notes: 'Number of times contacted',
  notes_last_contacted: 'Last contacted',
  createdate: 'Create date',
  name: 'Company name',
  domain: 'Company domain name',
  numberofemployees: 'Number of employees',
};

export function labelOf(state: HubspotState, property: string): string {
  return (
    [...state.properties.contacts, ...state.properties.companies].find((one) => one.name === property)?.label ??
    hubspotLabels[property] ??
    property
  );
}

function actionName(labels: Record<string, unknown> | undefined): string | null {
  const english = labels?.en;
  if (english && typeof english === 'object' && 'actionName' in english) return String(english.actionName);
  return null;
}
