import { propertyTroubles } from '../../../backend/catalogue/missing-properties.ts';
import { portalProperties } from '../../../backend/catalogue/portal-properties.ts';
import type { LiveProperty } from '../../../backend/hubspot/property-calls.ts';

const live = (change: Partial<LiveProperty>): LiveProperty => ({
  name: 'seats_wanted',
  label: 'Seats wanted',
  type: 'number',
  fieldType: 'number',
  groupName: 'contactinformation',
  description: 'How many seats',
  options: [],
  hasUniqueValue: false,
  referencedObjectType: null,
  ...change,
});
const plans = [
  { value: 'basic', label: 'Basic', displayOrder: 0, hidden: false },
  { value: 'old', label: 'Old', displayOrder: 1, hidden: true },
];

describe("a portal's properties as the playbook's language knows them", () => {
  it.each([
    ['number', 'number', 'number'],
    ['string', 'textarea', 'string'],
    ['phone_number', 'phonenumber', 'string'],
    ['bool', 'booleancheckbox', 'bool'],
    ['date', 'date', 'date'],
    ['datetime', 'date', 'datetime'],
    ['enumeration', 'radio', 'enumeration'],
    ['enumeration', 'checkbox', 'set'],
  ])('%s shown as %s is a %s', (type, fieldType, expected) => {
    const [property] = portalProperties('contact', [live({ type, fieldType })]);
    expect(property).toMatchObject({ object: 'contact', name: 'seats_wanted', type: expected, source: 'hubspot' });
  });

  it('leaves out ours, hidden ones, and what nothing can be compared with', () => {
    const out = [
      live({ name: 'zo_pql_score' }),
      live({ isHidden: true }),
      live({ name: 'place', type: 'object_coordinates' }),
    ];
    expect(portalProperties('contact', out)).toEqual([]);
  });

  it('keeps the options people choose from, none where HubSpot alone has them or where they are too many', () => {
    const choice = { type: 'enumeration', fieldType: 'select' };
    const optionsOf = (change: Partial<LiveProperty>) => portalProperties('contact', [live(change)])[0]?.options;
    expect(optionsOf({ ...choice, options: plans })).toEqual([{ value: 'basic', label: 'Basic' }]);
    expect(optionsOf({ ...choice, referencedObjectType: 'OWNER' })).toBeUndefined();
    const many = Array.from({ length: 501 }, (_, index) => ({ value: String(index), label: String(index) }));
    expect(optionsOf({ ...choice, options: many })).toBeUndefined();
  });

  it('counts employees in words', () => {
    const [employees] = portalProperties('company', [live({ name: 'numberofemployees' })]);
    expect(employees?.unit).toEqual({ one: 'employee', many: 'employees' });
  });
});

describe('properties the playbook uses', () => {
  const [seats] = portalProperties('contact', [live({})]);
  const now = (change: Partial<LiveProperty>) => portalProperties('contact', [live(change)]);

  it('are fine as they were, whatever they are called now', () => {
    expect(propertyTroubles([seats!], now({ label: 'Seats' }))).toEqual([]);
  });

  it.each([
    ['not in HubSpot any more', []],
    ['is now of type string in HubSpot; it was number', now({ type: 'string', fieldType: 'text' })],
  ])('are told by name when one %s', (words, portal) => {
    const [trouble] = propertyTroubles([seats!], portal);
    expect(trouble?.key).toBe('contact seats_wanted');
    expect(trouble?.message).toContain('The contact property seats_wanted ("Seats wanted")');
    expect(trouble?.message).toContain(words);
  });
});
