/** Reads Block Kit's JSON, of which nothing is certain. */
export type Plain = Record<string, unknown>;

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asList(value: unknown): Plain[] {
  return Array.isArray(value) ? value.filter(isPlain) : [];
}

export function plainText(text: unknown): string {
  return isPlain(text) && typeof text.text === 'string' ? text.text : '';
}

/** Options of a select, a menu or radio buttons, with the name of their group where they have one. */
export function optionGroups(element: Plain): { label: string; options: Plain[] }[] {
  const groups = asList(element.option_groups);
  if (groups.length === 0) return [{ label: '', options: asList(element.options) }];
  return groups.map((group) => ({ label: plainText(group.label), options: asList(group.options) }));
}
