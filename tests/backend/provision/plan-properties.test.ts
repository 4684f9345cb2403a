import { properties, propertyGroup } from '@zo/shared';
import type { LiveProperty } from '../../../backend/hubspot/property-calls.ts';
import type { KeptArtefacts } from '../../../backend/provision/keeping.ts';
import { planProperties } from '../../../backend/provision/plan-properties.ts';
import type { Step } from '../../../backend/provision/plan-step.ts';
import { asNewProperty, liveParts, wantedParts } from '../../../backend/provision/property-parts.ts';

const named = (name: string) => properties.find((property) => property.name === name)!;
const plan = named('zo_plan');
const status = named('zo_handoff_status');
const userId = named('zo_user_id');
const owner = named('zo_handoff_owner');

const live = (property = plan, change: Partial<LiveProperty> = {}): LiveProperty => ({
  hasUniqueValue: false,
  referencedObjectType: null,
  ...asNewProperty(property),
  options: asNewProperty(property).options ?? [],
  ...change,
});
const keptOf = (property: typeof plan, there = live(property)): KeptArtefacts => ({
  [`contact property ${property.name}`]: {
    id: null,
    sent: wantedParts(property),
    returned: liveParts(there),
    pending: null,
  },
});
const groups = { contact: [propertyGroup], company: [propertyGroup] };
const planned = (property: typeof plan, existing: LiveProperty[], kept: KeptArtefacts = {}, force = false) =>
  planProperties([property], { groups, properties: { contact: existing, company: [] } }, kept, () => force);
const shown = (steps: Step[]) => steps.map(({ act, words }) => [act, ...words]);

describe('what to do about a property', () => {
  it('creates a missing one', () => {
    const [step] = planned(plan, []).steps;
    expect(step).toMatchObject({ act: 'create', words: ['string'], wasDeleted: false, work: { object: 'contact' } });
  });

  it('says of one we made that somebody deleted it', () => {
    expect(planned(plan, [], keptOf(plan)).steps).toMatchObject([{ act: 'create', wasDeleted: true }]);
  });

  it('creates missing groups, and leaves their labels to the people', () => {
    const { steps, asWanted } = planProperties(
      [],
      { groups: { contact: [], company: [{ name: propertyGroup.name }] }, properties: { contact: [], company: [] } },
      {},
      () => false,
    );
    expect([steps.map(({ artefact }) => artefact.object), asWanted.length]).toEqual([['contact'], 1]);
  });

  it.each([
    ['another type', plan, live(plan, { type: 'number' }), 'has type number, needed is string'],
    [
      'no unique values',
      userId,
      live(userId, { hasUniqueValue: false }),
      'does not require unique values, needed is unique',
    ],
    ['no owner', owner, live(owner, { referencedObjectType: null }), 'does not hold an owner, needed is one'],
  ])('refuses one with %s, also when it is to be overwritten', (_name, wanted, existing, reason) => {
    const { steps, asWanted } = planned(wanted, [existing], {}, true);
    expect([shown(steps), asWanted.length]).toEqual([[['refuse', reason]], 2]);
  });

  it('follows a new meaning and a new option of ours', () => {
    const older = live(status, { description: 'Whatever', options: live(status).options.slice(1) });
    const known = keptOf({ ...status, description: 'Whatever' }, older);
    const { steps } = planned(status, [older], known);
    expect(shown(steps)).toEqual([
      ['change', expect.stringMatching(/^description: "Whatever" → "/), `option ${status.options![0]!.value}: added`],
    ]);
  });

  it('leaves label, group, meaning and options alone that people changed, and says each', () => {
    const [first, second, ...others] = live(status).options;
    const theirs = live(status, {
      label: 'Ours',
      groupName: 'contactinformation',
      description: 'Mine',
      options: [{ ...second!, label: 'Renamed' }, ...others],
    });
    const { steps } = planned(status, [theirs], keptOf(status));
    expect(shown(steps)).toEqual([
      [
        'leave alone',
        `label: "Ours" → "${status.label}"`,
        expect.stringMatching(/^description: "Mine" → "/),
        'group: "contactinformation" → "product_activity"',
        `option ${first!.value}: added`,
        `option ${second!.value}: "Renamed" → "${second!.label}"`,
      ],
    ]);
    expect(steps[0]).toMatchObject({ remedy: '--force zo_handoff_status overwrites it' });
  });

  it('overwrites what people changed when told to, and keeps the options they added', () => {
    const mine = { value: 'parked', label: 'Parked', displayOrder: 0, hidden: false };
    const [first, ...others] = live(status).options;
    const theirs = live(status, { options: [mine, { ...first!, label: 'Renamed' }, ...others] });
    const [step] = planned(status, [theirs], keptOf(status), true).steps;
    if (step?.act !== 'change' || !('change' in step.work)) throw new Error('not changed');
    const options = step.work.change.options ?? [];
    expect(options.slice(0, 2)).toMatchObject([mine, { value: first!.value, label: first!.label }]);
    expect(options).toHaveLength(status.options!.length + 1);
  });

  it('adds missing options to one we have no record of, because adding overwrites nothing', () => {
    const mine = { value: 'parked', label: 'Parked', displayOrder: 0, hidden: false };
    const { steps } = planned(status, [live(status, { options: [mine] })]);
    expect(shown(steps)).toEqual([['change', ...status.options!.map(({ value }) => `option ${value}: added`)]]);
  });
});
