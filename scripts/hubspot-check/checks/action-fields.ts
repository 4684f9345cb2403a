import type { ActionField, WorkflowAction } from '@zo/shared';
import { listAt, textAt, textsAt } from '../json-reading.ts';
import type { Component, HubspotProject, Json, JsonObject, Problem } from '../project.ts';

/** Where each action and each list of options must be answered. */
export const actionRoute = (action: string) => `/hubspot/actions/${action}`;
export const optionsRoute = (field: string) => `/hubspot/options/${field}`;

/**
 * The definitions are exactly the actions the backend performs: same uid, route, fields, types and choices. HubSpot offers
 * what a definition declares, so a difference is a branch of a customer's workflow that never matches.
 */
export function checkActionFields(
  { components }: HubspotProject,
  actions: Record<string, WorkflowAction>,
  optionRoutes: Record<string, string>,
): Problem[] {
  const defined = components.filter(({ type }) => type === 'workflow-action');
  const unknown = defined.filter(({ uid }) => !Object.values(actions).some((action) => action.uid === uid));
  return [
    ...unknown.map(({ file, uid }) => `${file}: the backend knows no action ${uid}`),
    ...Object.entries(actions).flatMap(([name, action]) => {
      const component = defined.find(({ uid }) => uid === action.uid);
      if (component === undefined) return [`no definition has the uid ${action.uid} of the action ${name}`];
      return checkAction(component, name, action, optionRoutes);
    }),
  ];
}

function checkAction(
  { file, config }: Component,
  name: string,
  action: WorkflowAction,
  optionRoutes: Record<string, string>,
): Problem[] {
  const route = pathOf(textAt(config, 'actionUrl'));
  const wanted = actionRoute(name);
  return [
    ...(route === wanted ? [] : [`${file}: actionUrl leads to ${route}; the backend answers ${wanted}`]),
    ...compareFields(file, 'input', listAt(config, 'inputFields'), action.inputs, optionRoutes),
    ...compareFields(file, 'output', listAt(config, 'outputFields'), action.outputs, optionRoutes),
    ...listAt(config, 'inputFields').flatMap((field) => checkValueTypes(file, field)),
  ];
}

function compareFields(
  file: string,
  kind: 'input' | 'output',
  fields: Json[],
  wanted: Record<string, ActionField>,
  optionRoutes: Record<string, string>,
): Problem[] {
  const names = fields.map((field) => textAt(field, 'typeDefinition', 'name'));
  return [
    ...Object.keys(wanted)
      .filter((name) => !names.includes(name))
      .map((name) => `${file}: the ${kind} ${name} is not declared`),
    ...fields.flatMap((field) => {
      const definition = (field as JsonObject).typeDefinition ?? {};
      const name = textAt(definition, 'name');
      const type = wanted[name];
      if (type === undefined) return [`${file}: the backend knows no ${kind} ${name}`];
      return checkField(definition, type, optionRoutes[name]).map((problem) => `${file}: ${kind} ${name} ${problem}`);
    }),
  ];
}

const hubspotTypes = { text: 'string', number: 'number', datetime: 'datetime' } as const;

function checkField(definition: Json, type: ActionField, optionsField: string | undefined): string[] {
  const declared = textAt(definition, 'type');
  if (type === 'options') {
    const route = pathOf(textAt(definition, 'optionsUrl'));
    const wanted = optionsRoute(optionsField ?? '');
    if (declared !== 'enumeration') return ['must be an enumeration'];
    return route === wanted ? [] : [`takes its options from ${route || 'nowhere'}; the backend answers ${wanted}`];
  }
  if (typeof type === 'string') {
    return declared === hubspotTypes[type] ? [] : [`has type ${declared}, not ${hubspotTypes[type]}`];
  }
  const values = listAt(definition, 'options').map((option) => textAt(option, 'value'));
  const unlabelled = listAt(definition, 'options').filter((option) => textAt(option, 'label').trim() === '');
  return [
    ...(declared === 'enumeration' ? [] : [`has type ${declared}, not enumeration`]),
    ...type.filter((value) => !values.includes(value)).map((value) => `lacks the option "${value}"`),
    ...values.filter((value) => !type.includes(value)).map((value) => `offers "${value}", which is never used`),
    ...unlabelled.map((option) => `has no label for the option "${textAt(option, 'value')}"`),
  ];
}

/** Both kinds of value in one input are not documented to work: one element. */
function checkValueTypes(file: string, field: Json): Problem[] {
  const types = textsAt(field, 'supportedValueTypes');
  const allowed = ['STATIC_VALUE', 'OBJECT_PROPERTY'];
  if (types.length === 1 && allowed.includes(types[0] ?? '')) return [];
  return [
    `${file}: input ${textAt(field, 'typeDefinition', 'name')} needs one supportedValueTypes entry of ${allowed.join(', ')}`,
  ];
}

function pathOf(address: string): string {
  return URL.canParse(address) ? new URL(address).pathname : address;
}
