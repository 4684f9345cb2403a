export type PropertyOption = { value: string; label: string };

/** HubSpot's own types, and 'set': several choices at once, HubSpot's enumeration of checkboxes, joined by ';'. */
export type PropertyType = 'string' | 'number' | 'bool' | 'date' | 'datetime' | 'enumeration' | 'set';

/**
 * A property as a definition's tree has it: with all that deciding, printing and compiling need, so that none of them asks
 * a catalogue. Of the company, the primary one is meant.
 */
export type PropertyRef = {
  object: 'contact' | 'company';
  name: string;
  type: PropertyType;
  /** The portal's words for a property that is HubSpot's; absent for ours. */
  label?: string;
  /** The portal's words for what a property of HubSpot's can be, where they are known. */
  choices?: readonly PropertyOption[];
};

/** What a catalogue says about one property, ours or HubSpot's. */
export type PropertyDefinition = {
  object: 'contact' | 'company';
  /** Internal name in HubSpot. */
  name: string;
  label: string;
  type: PropertyType;
  /** Of ours, HubSpot's own field type. */
  fieldType: 'text' | 'textarea' | 'number' | 'date' | 'select' | 'checkbox' | 'booleancheckbox';
  /** The exact meaning, shown in HubSpot. */
  description: string;
  /**
   * Where the value comes from. A definition may use 'identity', 'usage' and 'score'; readiness and handoff follow from the
   * definition, so a definition that used them would follow from itself. 'hubspot' is HubSpot's own: read, never written.
   */
  source: 'identity' | 'usage' | 'score' | 'readiness' | 'handoff' | 'hubspot';
  /** The only values it can have; absent where any text can occur, or HubSpot alone knows. */
  options?: PropertyOption[];
  hasUniqueValue?: true;
  /** The value is the id of a HubSpot owner; HubSpot supplies the options. */
  isOwner?: true;
  /** What a number counts, for "1 more active user". */
  unit?: { one: string; many: string };
  /** The numbers that can occur; null: without end, which survives being kept as JSON where infinity does not. */
  range?: { from: number | null; to: number | null; whole: boolean };
};

export const propertyGroup = { name: 'product_activity', label: 'Product activity' } as const;

/** As a definition's tree has it. */
export function refTo({ object, name, type, label, source, options }: PropertyDefinition): PropertyRef {
  if (source !== 'hubspot') return { object, name, type };
  return { object, name, type, label, ...(options !== undefined && type !== 'bool' && { choices: options }) };
}

/** What a value is called among people. */
export function choiceWords({ choices = [] }: PropertyRef, value: string): string {
  return choices.find((choice) => choice.value === value)?.label ?? value;
}
