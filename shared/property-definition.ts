/** What the catalogue says about one HubSpot property of ours. */
export type PropertyOption = { value: string; label: string };

export type PropertyDefinition = {
  object: 'contact' | 'company';
  /** Internal name in HubSpot. */
  name: string;
  label: string;
  /** HubSpot's own pair of type and field type. */
  type: 'string' | 'number' | 'datetime' | 'enumeration';
  fieldType: 'text' | 'textarea' | 'number' | 'date' | 'select';
  /** The exact meaning, shown in HubSpot. */
  description: string;
  /**
   * Where the value comes from. A definition may use 'identity', 'usage' and 'score'; readiness and handoff follow from the
   * definition, so a definition that used them would follow from itself. 'hubspot' is HubSpot's own: read, never written.
   */
  source: 'identity' | 'usage' | 'score' | 'readiness' | 'handoff' | 'hubspot';
  options?: PropertyOption[];
  hasUniqueValue?: true;
  /** The value is the id of a HubSpot owner; HubSpot supplies the options. */
  isOwner?: true;
  /** What a number counts, for "1 more active user". */
  unit?: { one: string; many: string };
  /** The numbers that can occur. */
  range?: { from: number; to: number; whole: boolean };
};

export const propertyGroup = { name: 'product_activity', label: 'Product activity' } as const;
