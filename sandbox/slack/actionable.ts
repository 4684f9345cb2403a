/** What a person can press or choose in a message, and how Slack reports it. */
import { optionsOf } from './validate-elements.ts';
import { isObject } from './validate-text.ts';
import type { Block } from './workspace.ts';

export type Actionable = { block: Block; element: Block };

/** `blockId`: needed where an action id stands in several blocks. */
export function findActionable(blocks: Block[], actionId: string, blockId?: string): Actionable | null {
  for (const { block, element } of allElements(blocks)) {
    const isAsked = element.action_id === actionId && (blockId === undefined || block.block_id === blockId);
    if (isAsked && typeof element.type === 'string' && describers[element.type]) return { block, element };
  }
  return null;
}

function allElements(blocks: Block[]): Actionable[] {
  return blocks.flatMap((block) => {
    const elements = block.type === 'actions' && Array.isArray(block.elements) ? block.elements : [block.accessory];
    return elements.filter(isObject).map((element) => ({ block, element }));
  });
}

/** The one entry of a payload's `actions`, without its time; a sentence when it cannot be done. */
export function describeAction({ block, element }: Actionable, option?: string): Record<string, unknown> | string {
  const described = describers[String(element.type)]?.(element, option);
  if (described === undefined || typeof described === 'string') return described ?? 'it cannot be pressed';
  return { type: element.type, action_id: element.action_id, block_id: block.block_id, ...described };
}

type Describe = (element: Block, option: string | undefined) => Record<string, unknown> | string;

const describers: Record<string, Describe> = {
  button: ({ text, value }) => ({ text, ...(value === undefined ? {} : { value }) }),
  static_select: (element, option) => describeChoice(element, option, { placeholder: element.placeholder }),
  overflow: (element, option) => describeChoice(element, option, {}),
};

function describeChoice(element: Block, option: string | undefined, more: Record<string, unknown>) {
  const selected = optionsOf(element).find(({ value }) => value === option);
  if (selected) return { selected_option: selected, ...more };
  const offered = optionsOf(element).map(({ value }) => value);
  return `choose one of its options with "option": ${offered.join(', ')}`;
}

/** What stands chosen in the message's selects, as `state.values`. */
export function valuesOf(blocks: Block[], chosen: Actionable, option?: string): Record<string, unknown> {
  const values: Record<string, Record<string, unknown>> = {};
  for (const { block, element } of allElements(blocks)) {
    if (element.type !== 'static_select') continue;
    const value = element === chosen.element ? optionsOf(element).find((one) => one.value === option) : null;
    const blockId = String(block.block_id);
    values[blockId] = {
      ...values[blockId],
      [String(element.action_id)]: { type: element.type, selected_option: value ?? element.initial_option ?? null },
    };
  }
  return values;
}
