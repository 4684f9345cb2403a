import { checkActionFields } from '../../../scripts/hubspot-check/checks/action-fields.ts';
import { checkLabels } from '../../../scripts/hubspot-check/checks/labels.ts';
import type { JsonObject } from '../../../scripts/hubspot-check/project.ts';
import { sampleAction, sampleActions, sampleLabels, sampleProject, withComponent } from './sample-project.ts';

const file = 'app/workflow-actions/greet-hsmeta.json';
const optionRoutes = { place: 'room' };

describe('labels', () => {
  it('accepts labels for exactly what is declared', () => {
    expect(checkLabels(sampleProject())).toEqual([]);
  });

  it.each<[JsonObject, string]>([
    [{ inputFieldLabels: { tone: 'Tone' } }, 'inputFieldLabels lacks a text for "place"'],
    [{ inputFieldDescriptions: { tone: ' ', place: 'Where' } }, 'inputFieldDescriptions lacks a text for "tone"'],
    [
      { outputFieldLabels: { zo_error: 'Problem', other: 'Other' } },
      'outputFieldLabels names "other", which is not declared',
    ],
    [{ inputFieldOptionLabels: { tone: {} } }, 'inputFieldOptionLabels.tone lacks a text for "warm"'],
    [
      { inputFieldOptionLabels: { tone: { warm: 'Warm' }, place: { a: 'A' } } },
      'inputFieldOptionLabels names "place", which has no options of its own',
    ],
    [{ actionCardContent: 'Greet {{who}}' }, 'actionCardContent uses {{who}}, which is not an input'],
    [{ executionRules: {} }, 'executionRules lacks a text for "mute"'],
  ])('refuses %j', (change, problem) => {
    const project = withComponent(sampleAction({ labels: { en: sampleLabels(change) } }));
    expect(checkLabels(project)).toEqual([`${file}: labels.en.${problem}`]);
  });

  it.each<[JsonObject, string]>([
    [{ zo_error: 'deaf' }, 'executionRules asks for zo_error = "deaf", which is not among its options'],
    [{ zo_status: 'sent' }, 'executionRules asks for "zo_status", which is not an output'],
    [{}, 'executionRules has no rule for the failure "mute"'],
  ])('refuses a rule with the conditions %j', (conditions, problem) => {
    const project = withComponent(sampleAction({ executionRules: [{ labelName: 'mute', conditions }] }));
    expect(checkLabels(project)).toContain(`${file}: labels.en.${problem}`);
  });
});

describe('fields', () => {
  it('accepts a definition that is exactly what the backend performs', () => {
    expect(checkActionFields(sampleProject(), sampleActions, optionRoutes)).toEqual([]);
  });

  it('refuses an action nobody performs and misses one nobody defined', () => {
    const actions = { wave: { uid: 'wave', inputs: {}, outputs: {} } };
    expect(checkActionFields(sampleProject(), actions, optionRoutes)).toEqual([
      `${file}: the backend knows no action greet`,
      'no definition has the uid wave of the action wave',
    ]);
  });

  it.each<[JsonObject, string]>([
    [
      { actionUrl: 'https://zo.test/hubspot/actions/hello' },
      'actionUrl leads to /hubspot/actions/hello; the backend answers /hubspot/actions/greet',
    ],
    [{ outputFields: [] }, 'the output zo_error is not declared'],
    [outputs({ name: 'zo_error', type: 'string' }), 'output zo_error has type string, not enumeration'],
    [
      outputs({ name: 'zo_error', type: 'enumeration', options: [{ value: 'deaf', label: 'Deaf' }] }),
      'output zo_error lacks the option "mute"',
    ],
    [
      outputs({ name: 'zo_error', type: 'enumeration', options: [{ value: 'mute' }] }),
      'output zo_error has no label for the option "mute"',
    ],
    [outputs({ name: 'zo_more', type: 'string' }), 'the backend knows no output zo_more'],
    [
      inputs({ name: 'place', type: 'enumeration', optionsUrl: 'https://zo.test/hubspot/options/owner' }),
      'input place takes its options from /hubspot/options/owner; the backend answers /hubspot/options/room',
    ],
    [
      inputs({ name: 'place', type: 'enumeration' }, []),
      'input place needs one supportedValueTypes entry of STATIC_VALUE, OBJECT_PROPERTY',
    ],
  ])('refuses %j', (change, problem) => {
    const problems = checkActionFields(withComponent(sampleAction(change)), sampleActions, optionRoutes);
    expect(problems).toContain(`${file}: ${problem}`);
  });
});

function outputs(typeDefinition: JsonObject): JsonObject {
  return { outputFields: [{ typeDefinition }] };
}

function inputs(typeDefinition: JsonObject, supportedValueTypes = ['STATIC_VALUE']): JsonObject {
  return { inputFields: [{ typeDefinition, supportedValueTypes }] };
}
