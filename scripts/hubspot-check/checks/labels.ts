import { listAt, objectAt, textAt, textsAt, valueAt } from '../json-reading.ts';
import type { Component, HubspotProject, Json, JsonObject, Problem } from '../project.ts';

/** Labels, help and rules of workflow actions name exactly the fields and options that are declared. */
export function checkLabels({ components }: HubspotProject): Problem[] {
  return components
    .filter(({ type }) => type === 'workflow-action')
    .flatMap((component) =>
      Object.entries(objectAt(component.config, 'labels')).flatMap(([language, labels]) =>
        checkLanguage(component, labels).map((problem) => `${component.file}: labels.${language}.${problem}`),
      ),
    );
}

function checkLanguage({ config }: Component, labels: Json): string[] {
  const inputs = fieldsOf(config, 'inputFields');
  const outputs = fieldsOf(config, 'outputFields');
  return [
    ...compareKeys('inputFieldLabels', objectAt(labels, 'inputFieldLabels'), Object.keys(inputs)),
    ...compareKeys('inputFieldDescriptions', objectAt(labels, 'inputFieldDescriptions'), Object.keys(inputs)),
    ...compareKeys('outputFieldLabels', objectAt(labels, 'outputFieldLabels'), Object.keys(outputs)),
    ...checkOptionLabels(objectAt(labels, 'inputFieldOptionLabels'), inputs),
    ...checkCardContent(textAt(labels, 'actionCardContent'), inputs),
    ...checkRules(config, objectAt(labels, 'executionRules'), outputs),
  ];
}

/** A field's name to the values of its choice; none for a field without one. */
function fieldsOf(config: JsonObject, list: string): Record<string, string[]> {
  return Object.fromEntries(
    listAt(config, list).map((field) => [
      textAt(field, 'typeDefinition', 'name'),
      listAt(field, 'typeDefinition', 'options').map((option) => textAt(option, 'value')),
    ]),
  );
}

function compareKeys(map: string, labels: JsonObject, wanted: string[]): string[] {
  return [
    ...wanted.filter((name) => textAt(labels, name).trim() === '').map((name) => `${map} lacks a text for "${name}"`),
    ...Object.keys(labels)
      .filter((name) => !wanted.includes(name))
      .map((name) => `${map} names "${name}", which is not declared`),
  ];
}

function checkOptionLabels(labels: JsonObject, inputs: Record<string, string[]>): string[] {
  const withOptions = Object.entries(inputs).filter(([, options]) => options.length > 0);
  const undeclared = Object.keys(labels).filter((name) => !withOptions.some(([field]) => field === name));
  return [
    ...undeclared.map((name) => `inputFieldOptionLabels names "${name}", which has no options of its own`),
    ...withOptions.flatMap(([name, options]) =>
      compareKeys(`inputFieldOptionLabels.${name}`, objectAt(labels, name), options),
    ),
  ];
}

function checkCardContent(content: string, inputs: Record<string, string[]>): string[] {
  const placeholders = [...content.matchAll(/\{\{\s*([^}]*?)\s*\}\}/g)].map((match) => match[1] ?? '');
  return placeholders
    .filter((name) => !(name in inputs))
    .map((name) => `actionCardContent uses {{${name}}}, which is not an input`);
}

/** Each rule has its help text and asks for declared outputs and options; each problem an action may report has a rule. */
function checkRules(config: JsonObject, help: JsonObject, outputs: Record<string, string[]>): string[] {
  const rules = listAt(config, 'executionRules');
  const names = rules.map((rule) => textAt(rule, 'labelName'));
  const conditions = rules.flatMap((rule) => Object.entries(objectAt(rule, 'conditions')));
  const covered = conditions.filter(([field]) => field === 'zo_error').flatMap(([, values]) => valuesOf(values));
  return [
    ...compareKeys('executionRules', help, names),
    ...conditions.flatMap(([field, values]) => checkCondition(field, valuesOf(values), outputs)),
    ...(outputs.zo_error ?? [])
      .filter((value) => !covered.includes(value))
      .map((value) => `executionRules has no rule for the failure "${value}"`),
  ];
}

function checkCondition(field: string, values: string[], outputs: Record<string, string[]>): string[] {
  const options = outputs[field];
  if (options === undefined) return [`executionRules asks for "${field}", which is not an output`];
  if (options.length === 0) return [];
  return values
    .filter((value) => !options.includes(value))
    .map((value) => `executionRules asks for ${field} = "${value}", which is not among its options`);
}

function valuesOf(condition: Json): string[] {
  const single = valueAt({ condition }, 'condition');
  return typeof single === 'string' ? [single] : textsAt({ condition }, 'condition');
}
