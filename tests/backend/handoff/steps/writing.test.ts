import fc from 'fast-check';
import type { Handoff } from '../../../../backend/handoff/handoff.ts';
import { stillWanted, withWrite } from '../../../../backend/handoff/steps/writing.ts';
import { waitingHandoff } from '../../../support/handoffs.ts';

const fields = fc.dictionary(fc.constantFrom('owner', 'stage', 'lead status'), fc.constantFrom('', 'a', 'b', 'c'), {
  minKeys: 1,
});
/** What is asked for, and at which of the moments after it HubSpot takes it: none may be the last. */
const asked = fc.array(fc.record({ fields, takenAt: fc.nat(20) }), { minLength: 1, maxLength: 8 });

/** Each write is tried at its moment, when all have been asked for that were asked for until then. */
function takenIn(writes: { fields: Record<string, string>; takenAt: number }[]): Record<string, string> {
  const contact: Record<string, string> = {};
  let handoff: Handoff = waitingHandoff();
  for (let moment = 0; moment <= writes.length + 20; moment += 1) {
    const write = writes[moment];
    if (write !== undefined) {
      const change = withWrite({ handoff, effects: [], receipts: [] }, write.fields, `write ${moment}`);
      handoff = change.handoff;
    }
    for (const [index, { fields: its, takenAt }] of writes.entries()) {
      if (index + takenAt !== moment) continue;
      Object.assign(contact, stillWanted({ fields: its, key: `write ${index}` }, handoff, handoff));
    }
  }
  return contact;
}

describe('writes of a handoff', () => {
  it('leave the contact as if each had been taken when it was asked for, however late it was taken', () => {
    fc.assert(
      fc.property(asked, (writes) => {
        expect(takenIn(writes)).toEqual(Object.assign({}, ...writes.map(({ fields: its }) => its)));
      }),
    );
  });

  it('of what a newer handoff of the same person has written nothing is written over', () => {
    const older = waitingHandoff({ handoffId: 5 });
    const opened = { handoff: waitingHandoff({ handoffId: 6 }), effects: [], receipts: [] };
    const newer = withWrite(opened, { hubspot_owner_id: '71' }, 'handoff-fields:6').handoff;
    const late = { fields: { hubspot_owner_id: '', lifecyclestage: 'lead' }, key: 'handoff-fields:5:3' };
    expect(stillWanted(late, older, newer)).toEqual({ lifecyclestage: 'lead' });
    expect(stillWanted(late, older, older)).toEqual(late.fields);
  });

  it('without any property is none', () => {
    const change = { handoff: waitingHandoff(), effects: [], receipts: [] };
    expect(withWrite(change, {}, 'handoff-fields:5')).toBe(change);
  });
});
