/**
 * Slack's checks on what people press, choose and fill in (docs.slack.dev/reference/block-kit/block-elements). Elements of
 * which only the name is known pass with their ids checked.
 */
import {
  checkItems,
  checkLength,
  checkNumber,
  checkOptionalText,
  checkText,
  isObject,
  type Problems,
  problem,
} from './validate-text.ts';
import type { Block } from './workspace.ts';

const uncheckedInActions = [
  'channels_select',
  'checkboxes',
  'conversations_select',
  'datepicker',
  'datetimepicker',
  'external_select',
  'multi_channels_select',
  'multi_conversations_select',
  'multi_external_select',
  'multi_static_select',
  'multi_users_select',
  'rich_text_input',
  'timepicker',
  'users_select',
  'workflow_button',
];
const uncheckedInInputs = ['email_text_input', 'file_input', 'number_input', 'url_text_input', ...uncheckedInActions];

/** Of an `actions` block, or beside a section. */
export function checkElement(element: unknown, pointer: string): Problems {
  if (!isObject(element)) return problem('must be an object', pointer);
  if (element.type === 'image') return checkImage(element, pointer);
  const { confirm } = element;
  return [
    ...checkLength(element.action_id, 255, `${pointer}/action_id`, false),
    ...checkContent(element, pointer),
    ...(isObject(confirm) ? checkConfirm(confirm, `${pointer}/confirm`) : []),
  ];
}

function checkContent(element: Block, pointer: string): Problems {
  switch (element.type) {
    case 'button':
      return checkButton(element, pointer);
    case 'static_select':
      return checkSelect(element, pointer);
    case 'overflow':
      return checkItems(element.options, 5, `${pointer}/options`, checkOption);
    case 'radio_buttons':
      return checkRadioButtons(element, pointer);
    default:
      return uncheckedInActions.includes(String(element.type)) ? [] : unsupported(element, pointer);
  }
}

/** Of an `input` block. */
export function checkInputElement(element: unknown, pointer: string): Problems {
  if (!isObject(element)) return problem('missing required field: element', pointer);
  const id = checkLength(element.action_id, 255, `${pointer}/action_id`, false);
  switch (element.type) {
    case 'plain_text_input':
      return [...id, ...checkTextInput(element, pointer)];
    case 'static_select':
      return [...id, ...checkSelect(element, pointer)];
    case 'radio_buttons':
      return [...id, ...checkRadioButtons(element, pointer)];
    default:
      return uncheckedInInputs.includes(String(element.type)) ? id : unsupported(element, pointer);
  }
}

function unsupported(element: Block, pointer: string): Problems {
  return problem(`unsupported type: ${element.type}`, `${pointer}/type`);
}

function checkButton(button: Block, pointer: string): Problems {
  const { text, value, url, accessibility_label: label, style } = button;
  const badUrl = typeof url === 'string' && !isUrl(url);
  const badStyle = style !== undefined && style !== 'primary' && style !== 'danger';
  return [
    ...checkText(text, { max: 75, only: 'plain_text' }, `${pointer}/text`),
    ...checkLength(value, 2000, `${pointer}/value`, false),
    ...checkLength(url, 3000, `${pointer}/url`, false),
    ...(badUrl ? problem('invalid URL', `${pointer}/url`) : []),
    ...checkLength(label, 75, `${pointer}/accessibility_label`, false),
    ...(badStyle ? problem('must be a valid enum value', `${pointer}/style`) : []),
  ];
}

function checkSelect(select: Block, pointer: string): Problems {
  const { options, option_groups: groups, placeholder } = select;
  return [
    ...checkOptionalText(placeholder, { max: 150, only: 'plain_text' }, `${pointer}/placeholder`),
    ...(groups === undefined
      ? checkItems(options, 100, `${pointer}/options`, checkOption)
      : checkItems(groups, 100, `${pointer}/option_groups`, checkGroup)),
    ...(groups !== undefined && options !== undefined
      ? problem('only one of options and option_groups is allowed', pointer)
      : []),
    ...checkInitialOption(select, pointer),
  ];
}

function checkRadioButtons(radio: Block, pointer: string): Problems {
  return [
    ...checkItems(radio.options, 10, `${pointer}/options`, (option, at) => checkOption(option, at, true)),
    ...checkInitialOption(radio, pointer),
  ];
}

function checkTextInput(input: Block, pointer: string): Problems {
  return [
    ...checkOptionalText(input.placeholder, { max: 150, only: 'plain_text' }, `${pointer}/placeholder`),
    ...checkLength(input.initial_value, 3000, `${pointer}/initial_value`, false),
    ...checkNumber(input.min_length, [0, 3000], `${pointer}/min_length`),
    ...checkNumber(input.max_length, [1, 3000], `${pointer}/max_length`),
  ];
}

function checkGroup(group: unknown, pointer: string): Problems {
  if (!isObject(group)) return problem('must be an object', pointer);
  return [
    ...checkText(group.label, { max: 75, only: 'plain_text' }, `${pointer}/label`),
    ...checkItems(group.options, 100, `${pointer}/options`, checkOption),
  ];
}

function checkOption(option: unknown, pointer: string, isRadio = false): Problems {
  if (!isObject(option)) return problem('must be an object', pointer);
  const only = isRadio ? undefined : 'plain_text';
  return [
    ...checkText(option.text, { max: 75, only }, `${pointer}/text`),
    ...checkLength(option.value, 150, `${pointer}/value`, true),
    ...checkOptionalText(option.description, { max: 75, only }, `${pointer}/description`),
    ...checkLength(option.url, 3000, `${pointer}/url`, false),
  ];
}

function checkInitialOption(element: Block, pointer: string): Problems {
  const { initial_option: initial } = element;
  if (initial === undefined) return [];
  const isOffered = isObject(initial) && optionsOf(element).some(({ value }) => value === initial.value);
  return isOffered ? [] : problem('must be one of the provided options', `${pointer}/initial_option`);
}

/** All options of a select, radio buttons or an overflow menu, out of their groups. */
export function optionsOf(element: Block): Block[] {
  const groups = Array.isArray(element.option_groups) ? element.option_groups.filter(isObject) : [element];
  return groups.flatMap(({ options }) => (Array.isArray(options) ? options.filter(isObject) : []));
}

function checkConfirm(confirm: Block, pointer: string): Problems {
  return [
    ...checkText(confirm.title, { max: 100, only: 'plain_text' }, `${pointer}/title`),
    ...checkText(confirm.text, { max: 300 }, `${pointer}/text`),
    ...checkText(confirm.confirm, { max: 30, only: 'plain_text' }, `${pointer}/confirm`),
    ...checkText(confirm.deny, { max: 30, only: 'plain_text' }, `${pointer}/deny`),
  ];
}

export function checkImage(image: Block, pointer: string): Problems {
  const hasImage = image.image_url !== undefined || image.slack_file !== undefined;
  return [
    ...(hasImage ? [] : problem('missing required field: image_url', pointer)),
    ...checkLength(image.alt_text, 2000, `${pointer}/alt_text`, true),
  ];
}

function isUrl(url: string): boolean {
  return /^https?:\/\/[^\s]+$/.test(url);
}
