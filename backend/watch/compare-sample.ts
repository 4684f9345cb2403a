/** Contacts as HubSpot has them, held against what it acknowledged and what is wanted of them. Pure. */
import { isOnlyOurs, isSameValue } from '../drift/foreign-writes.ts';
import type { HubspotRecord } from '../hubspot/hubspot-record.ts';

export type SampledContact = {
  personId: number;
  recordId: string;
  wanted: Record<string, string>;
  written: Record<string, string>;
  /** Something is on its way to it: what is wanted may differ from what HubSpot has. */
  isPending: boolean;
};

export type SampleDifference = { personId: number; recordId: string } & (
  | { kind: 'gone' }
  /** Another value than HubSpot acknowledged. */
  | { kind: 'changed'; property: string; live: string; ours: string }
  /** Wanted, on its way no more, and not there. */
  | { kind: 'never written'; property: string; live: string; ours: string }
);

export function compareContact(contact: SampledContact, live: HubspotRecord | 'not found'): SampleDifference[] {
  const { personId, recordId, wanted, written, isPending } = contact;
  if (live === 'not found') return [{ personId, recordId, kind: 'gone' }];
  return propertiesOf(contact).flatMap((property): SampleDifference[] => {
    const has = live.properties[property] ?? '';
    const isSame = (value: string | undefined) => value !== undefined && isSameValue(property, has, value);
    // What is wanted and there, HubSpot has taken: the acknowledgement is still on its way.
    if (isSame(wanted[property])) return [];
    const ours = { personId, recordId, property, live: has };
    // Nothing is written to keep a value empty.
    const acknowledged = written[property] ?? (wanted[property] === '' ? '' : undefined);
    if (acknowledged !== undefined && !isSame(acknowledged)) return [{ ...ours, kind: 'changed', ours: acknowledged }];
    const missing = wanted[property];
    return isPending || missing === undefined ? [] : [{ ...ours, kind: 'never written', ours: missing }];
  });
}

/** How many values of the contact are compared. */
export function propertiesOf({ wanted, written }: Pick<SampledContact, 'wanted' | 'written'>): string[] {
  return [...new Set([...Object.keys(written), ...Object.keys(wanted)])].filter(isOnlyOurs);
}

/** What was found before HubSpot's answer and still is after it: anything else was on its way meanwhile. */
export function foundTwice(before: readonly SampleDifference[], after: readonly SampleDifference[]) {
  const again = new Set(after.map(keyOf));
  return before.filter((difference) => again.has(keyOf(difference)));
}

function keyOf(difference: SampleDifference): string {
  return JSON.stringify([difference.personId, difference.kind, 'property' in difference ? difference.property : null]);
}
