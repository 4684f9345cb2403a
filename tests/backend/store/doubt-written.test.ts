/** What is known of HubSpot's values after an answer that never came. */
import fc from 'fast-check';
import { doubted, subjectsInDoubt, writtenAfter } from '../../../backend/store/doubt-written.ts';
import { newRecord } from '../../../backend/store/stored-records.ts';

const values = fc.dictionary(
  fc.constantFrom('zo_plan', 'zo_pql_score', 'zo_handoff_gate'),
  fc.constantFrom('', 'a', 'open'),
);

it('of what was sent nothing is known but what was taken, and of all else what was known before', () => {
  fc.assert(
    fc.property(
      values,
      values,
      fc.subarray(['zo_plan', 'zo_pql_score', 'zo_handoff_gate']),
      (written, taken, unsure) => {
        const known = writtenAfter(written, taken, unsure);
        for (const name of ['zo_plan', 'zo_pql_score', 'zo_handoff_gate']) {
          const before = unsure.includes(name) ? undefined : written[name];
          expect(known[name]).toBe(taken[name] ?? before);
        }
      },
    ),
  );
});

it('in doubt everything is to be written again, but a gate that is open and wanted open', () => {
  fc.assert(
    fc.property(values, values, (wanted, written) => {
      const record = doubted({ ...newRecord, wanted, written });
      const staysOpen = wanted.zo_handoff_gate === 'open' && written.zo_handoff_gate === 'open';
      expect(record).toEqual({ ...newRecord, wanted, written: staysOpen ? { zo_handoff_gate: 'open' } : {} });
    }),
  );
});

it('is about the contacts and companies that were being written, and about nothing else', () => {
  const left = [
    { kind: 'sync contact', payload_json: '{"kind":"sync contact","personId":7,"createIfMissing":true}' },
    { kind: 'sync company', payload_json: '{"kind":"sync company","companyId":3}' },
    { kind: 'read facts', payload_json: '{"kind":"read facts","personId":9}' },
  ];
  expect(subjectsInDoubt(left)).toEqual({ contact: [7], company: [3] });
});
