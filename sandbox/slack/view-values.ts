/** What a person fills in a modal, as `view.state.values`, and what Slack's own form would not let through. */
import { optionsOf } from './validate-elements.ts';
import { isObject } from './validate-text.ts';
import type { Block } from './workspace.ts';

/** By block id, then action id: the text, or the value of the chosen option. Left out: as the modal came. */
export type FilledIn = Record<string, Record<string, string>>;

export type ViewValues = {
  values: Record<string, Record<string, unknown>>;
  /** By block id; the form is not sent while there are any. */
  missing: Record<string, string>;
};

/** A sentence when something is filled in that the modal does not ask for. */
export function fillIn(blocks: Block[], filledIn: FilledIn): ViewValues | string {
  const fields = inputsOf(blocks);
  const wrong = findUnasked(fields, filledIn);
  if (wrong !== null) return wrong;
  const result: ViewValues = { values: {}, missing: {} };
  for (const { block, element } of fields) {
    const [blockId, actionId] = [String(block.block_id), String(element.action_id)];
    const given = filledIn[blockId]?.[actionId];
    const value = element.type === 'plain_text_input' ? readText(element, given) : readChoice(element, given);
    if (typeof value === 'string') return `${blockId}: ${value}`;
    result.values[blockId] = { [actionId]: { type: element.type, ...value } };
    const missing = findMissing(block, element, value);
    if (missing !== null) result.missing[blockId] = missing;
  }
  return result;
}

type Value = { value: string | null } | { selected_option: Block | null };

/** An `input` block and what is filled in there. */
export function inputsOf(blocks: Block[]): { block: Block; element: Block }[] {
  return blocks.flatMap((block) =>
    block.type === 'input' && isObject(block.element) ? [{ block, element: block.element }] : [],
  );
}

function findUnasked(fields: { block: Block; element: Block }[], filledIn: FilledIn): string | null {
  for (const [blockId, actions] of Object.entries(filledIn)) {
    for (const actionId of Object.keys(actions)) {
      const isAsked = fields.some(({ block, element }) => block.block_id === blockId && element.action_id === actionId);
      if (!isAsked) return `the modal asks for no ${blockId}.${actionId}`;
    }
  }
  return null;
}

/** An empty field is null, as Slack sends it. */
function readText(element: Block, given: string | undefined): Value {
  const text = given ?? (typeof element.initial_value === 'string' ? element.initial_value : '');
  return { value: text === '' ? null : text };
}

function readChoice(element: Block, given: string | undefined): Value | string {
  const initial = isObject(element.initial_option) ? element.initial_option : null;
  if (given === undefined) return { selected_option: initial };
  if (given === '') return { selected_option: null };
  const option = optionsOf(element).find(({ value }) => value === given);
  return option ? { selected_option: option } : `there is no option ${given}`;
}

function findMissing(block: Block, element: Block, value: Value): string | null {
  const isEmpty = 'value' in value ? value.value === null : value.selected_option === null;
  if (isEmpty) return block.optional === true ? null : 'Please complete this required field.';
  if (!('value' in value) || value.value === null) return null;
  const { length } = value.value;
  const { min_length: min, max_length: max } = element;
  if (typeof min === 'number' && length < min) return `Please enter at least ${min} characters.`;
  if (typeof max === 'number' && length > max) return `Please enter no more than ${max} characters.`;
  return null;
}
