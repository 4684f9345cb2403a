import type { LiveProperty } from '../../../backend/hubspot/property-calls.ts';
import { leadStatusNotes } from '../../../backend/provision/check-lead-status.ts';

const property = (...values: string[]): LiveProperty => ({
  name: 'hs_lead_status',
  label: 'Lead Status',
  type: 'enumeration',
  fieldType: 'radio',
  groupName: 'sales_properties',
  description: '',
  options: values.map((value, displayOrder) => ({ value, label: value, displayOrder, hidden: false })),
  hasUniqueValue: false,
  referencedObjectType: null,
});

const notes = (leadStatus: string | null, contact: LiveProperty[]) =>
  leadStatusNotes({ notAFit: { leadStatus, reasons: ['Other'] } }, { properties: { contact, company: [] } });

it.each([
  ['UNQUALIFIED', [property('NEW', 'UNQUALIFIED')], []],
  [
    'UNQUALIFIED',
    [property('NEW', 'NOT_QUALIFIED')],
    ['lead status: "UNQUALIFIED" is not one of HubSpot\'s, so "Not a fit" cannot set it; the nearest is NOT_QUALIFIED'],
  ],
  ['LOST', [property('NEW')], ['lead status: "LOST" is not one of HubSpot\'s, so "Not a fit" cannot set it']],
  [null, [property('NEW')], []],
  // A portal that does not show its lead statuses.
  ['LOST', [property()], []],
  ['LOST', [], []],
])('the lead status %s is noted where the portal does not have it (%#)', (leadStatus, contact, expected) => {
  expect(notes(leadStatus, contact)).toEqual(expected);
});
