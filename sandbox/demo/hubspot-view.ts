/** The local HubSpot's state as the page shows it: values in words, ours first, with history. */
import { dealStages } from '../hubspot/deals/deal-stages.ts';
import {
  companyOf,
  enrolmentsOf,
  type HubspotEnrolment,
  type HubspotProperty,
  type HubspotRecord,
  type HubspotState,
  type HubspotStep,
  hubspotLabels,
  stepLabel,
} from './hubspot-state.ts';
import { showLocal } from './local-time.ts';
import type { ActionView, ContactView, EnrolmentView, PropertySection, PropertyView } from './page-state.ts';
import { dealsOf } from './sales-deeds.ts';

/** What an AE looks for first stands first; the rest follows as it was defined. */
const shownFirst = [
  'zo_pql_score',
  'zo_sql_readiness',
  'zo_handoff_gate',
  'zo_handoff_status',
  'zo_handoff_trigger',
  'zo_handoff_owner',
  'zo_first_call_due_at',
  'zo_score_receipt',
];

const contactBasics = ['lifecyclestage', 'hubspot_owner_id', 'email', 'num_contacted_notes', 'notes_last_contacted'];
const companyBasics = ['name', 'domain', 'numberofemployees'];

const stageLabels: Record<string, string> = {
  subscriber: 'Subscriber',
  lead: 'Lead',
  marketingqualifiedlead: 'Marketing Qualified Lead',
  salesqualifiedlead: 'Sales Qualified Lead',
  opportunity: 'Opportunity',
  customer: 'Customer',
  evangelist: 'Evangelist',
  other: 'Other',
};

const writers: Record<string, string> = {
  INTEGRATION: 'Zo Handoff',
  AUTOMATION_PLATFORM: 'workflow',
  CRM_UI: 'a person',
  FORM: 'sign-up form',
  CALCULATED: 'HubSpot',
  MERGE_OBJECTS: 'merge',
};

/** Contacts with product activity first, newest activity on top. */
export function viewContacts(state: HubspotState, timeZone: string): ContactView[] {
  return state.contacts
    .filter((contact) => contact.archivedAt === null)
    .map((contact) => viewContact(state, contact, timeZone));
}

function viewContact(state: HubspotState, contact: HubspotRecord, timeZone: string): ContactView {
  const company = companyOf(state, contact.id);
  const view = (record: HubspotRecord) => (property: HubspotProperty) =>
    viewProperty(state, record, property, timeZone);
  const ours = (properties: HubspotProperty[]) =>
    properties
      .filter((one) => one.name.startsWith('zo_'))
      .sort((a, b) => place(a) - place(b) || a.displayOrder - b.displayOrder);
  const { firstname = '', lastname = '', email = '' } = contact.values;
  return {
    id: contact.id,
    name: `${firstname} ${lastname}`.trim() || email || `Contact ${contact.id}`,
    email,
    company: company?.values.name ?? '',
    companyId: company?.id ?? null,
    sections: [
      { title: 'Product activity', properties: ours(state.properties.contacts).map(view(contact)) },
      { title: 'About this contact', properties: contactBasics.map(hubspotProperty).map(view(contact)) },
      ...(company
        ? [
            {
              title: `Company: ${company.values.name ?? company.id}`,
              properties: [...ours(state.properties.companies), ...companyBasics.map(hubspotProperty)].map(
                view(company),
              ),
            },
          ]
        : []),
      ...viewDeals(dealsOf(state, contact.id)),
    ],
    enrolments: enrolmentsOf(state, contact.id)
      .map((enrolment) => viewEnrolment(state, enrolment))
      .sort((a, b) => b.at - a.at),
  };
}

/** Each deal as one line: its name, and the stage it is in. */
function viewDeals(deals: HubspotRecord[]): PropertySection[] {
  if (deals.length === 0) return [];
  const properties = deals.map(({ values, history }): PropertyView => {
    const entries = [...(history.dealstage ?? [])].reverse();
    return {
      name: 'dealstage',
      label: values.dealname ?? 'Deal',
      description: '',
      shown: stageOfDeal(values.dealstage ?? ''),
      ours: false,
      history: entries.map(({ value, at, sourceType }) => ({
        value: stageOfDeal(value),
        at,
        by: writers[sourceType] ?? sourceType,
      })),
    };
  });
  return [{ title: 'Deals', properties }];
}

function stageOfDeal(value: string): string {
  return dealStages.find(([stage]) => stage === value)?.[1] ?? value;
}

function place(property: HubspotProperty): number {
  const index = shownFirst.indexOf(property.name);
  return index === -1 ? shownFirst.length : index;
}

function viewProperty(
  state: HubspotState,
  record: HubspotRecord,
  property: HubspotProperty,
  timeZone: string,
): PropertyView {
  const show = (value: string) => showValue(state, property, value, timeZone);
  return {
    name: property.name,
    label: property.label,
    description: property.description,
    shown: show(record.values[property.name] ?? ''),
    ours: property.name.startsWith('zo_'),
    history: [...(record.history[property.name] ?? [])]
      .reverse()
      .map((entry) => ({ value: show(entry.value), at: entry.at, by: writers[entry.sourceType] ?? entry.sourceType })),
  };
}

function showValue(state: HubspotState, property: HubspotProperty, value: string, timeZone: string): string {
  if (value === '') return '';
  if (property.name === 'lifecyclestage') return stageLabels[value] ?? value;
  if (property.referencedObjectType === 'OWNER') {
    const owner = state.owners.find((one) => one.id === value);
    return owner ? `${owner.firstName} ${owner.lastName}` : value;
  }
  if (property.type === 'datetime') {
    const at = /^\d+$/.test(value) ? Number(value) : Date.parse(value);
    return Number.isNaN(at) ? value : showLocal(at, timeZone);
  }
  return property.options.find((option) => option.value === value)?.label ?? value;
}

function hubspotProperty(name: string): HubspotProperty {
  return {
    name,
    label: hubspotLabels[name] ?? name,
    type: name === 'notes_last_contacted' ? 'datetime' : 'string',
    description: '',
    groupName: '',
    displayOrder: 0,
    options: [],
    ...(name === 'hubspot_owner_id' ? { referencedObjectType: 'OWNER' } : {}),
  };
}

function viewEnrolment(state: HubspotState, enrolment: HubspotEnrolment): EnrolmentView {
  const flow = state.flows.find((one) => one.id === enrolment.flowId);
  return {
    id: enrolment.id,
    flow: flow?.name ?? `Workflow ${enrolment.flowId}`,
    isEnrolled: enrolment.enrolledAt !== null,
    at: enrolment.enrolledAt ?? enrolment.scheduledAt,
    state: enrolment.status === 'scheduled' ? 'about to enrol' : enrolment.status,
    actions: enrolment.steps.map((step) => viewStep(state, enrolment.flowId, step)),
  };
}

const stepStates: Record<HubspotStep['outcome'], ActionView['state']> = {
  running: 'running',
  retrying: 'running',
  blocked: 'running',
  waiting: 'waiting',
  done: 'done',
  branch: 'done',
  failed: 'failed',
  expired: 'failed',
};

function viewStep(state: HubspotState, flowId: string, step: HubspotStep): ActionView {
  const outputs = Object.entries(step.outputs ?? {}).filter(([name]) => !name.startsWith('hs_'));
  return {
    label: stepLabel(state, flowId, step),
    state: stepStates[step.outcome],
    at: step.endedAt ?? step.startedAt,
    details: [
      ...outputs.map(([name, value]) => ({ name: name.replace(/^zo_/, '').replaceAll('_', ' '), value })),
      ...(step.detail && stepStates[step.outcome] !== 'done' ? [{ name: 'because', value: step.detail }] : []),
    ],
  };
}
