import { createCatalogue, defaultNotAFit, hubspotProperties, type PropertyCatalogue } from '@zo/shared';
import { describeNotAFit } from '../../../backend/cli/describe-rules.ts';
import { readPlaybook } from '../../../backend/playbook/read-playbook.ts';

/** A portal that shows these lead statuses, by value and label. */
function portalWith(...options: [string, string][]): PropertyCatalogue {
  const known = options.map(([value, label]) => ({ value, label }));
  return createCatalogue(
    hubspotProperties.map((property) =>
      property.name === 'hs_lead_status' ? { ...property, options: known } : property,
    ),
  );
}

const portal = portalWith(['NEW', 'New'], ['UNQUALIFIED', 'Unqualified'], ['BAD_TIMING', 'Bad timing']);

/** The section's keys stand from line 4 on. */
function read(terms: string, catalogue?: PropertyCatalogue) {
  const section = terms === '' ? '' : `not a fit:\n${terms}`;
  return readPlaybook(
    `definition: A free user becomes an SQL when zo_key_actions_7d >= 1
handoff: { owners: [maria@acme.test] }
${section}`,
    catalogue,
  );
}

function accepted(terms: string, catalogue?: PropertyCatalogue) {
  const answer = read(terms, catalogue);
  if ('errors' in answer) throw new Error(JSON.stringify(answer.errors));
  return answer;
}

function errorsOf(terms: string, catalogue?: PropertyCatalogue) {
  const answer = read(terms, catalogue);
  return 'errors' in answer ? answer.errors : [];
}

describe('not a fit', () => {
  it('is the default where nothing is said', () => {
    expect(accepted('').playbook.notAFit).toEqual(defaultNotAFit);
    expect(accepted('  reasons: [Too small]').playbook.notAFit.leadStatus).toBe('UNQUALIFIED');
    expect(accepted('  lead status: NEW').playbook.notAFit.reasons).toEqual(defaultNotAFit.reasons);
  });

  it('takes the reasons in their order, "Other" last unless it stands among them', () => {
    const reasonsIn = (list: string) => accepted(`  reasons: ${list}`).playbook.notAFit.reasons;
    expect(reasonsIn('[Wrong role, "Too  small"]')).toEqual(['Wrong role', 'Too small', 'Other']);
    expect(reasonsIn('[other, Wrong role]')).toEqual(['Other', 'Wrong role']);
    expect(reasonsIn('Wrong role')).toEqual(['Wrong role', 'Other']);
  });

  it('may leave the lead status alone', () => {
    const { playbook, warnings } = accepted('  lead status: none', portalWith(['NEW', 'New']));
    expect([playbook.notAFit.leadStatus, warnings]).toEqual([null, []]);
    expect(describeNotAFit({ leadStatus: null, reasons: ['Too small', 'Other'] })).toEqual([
      'lead status: left alone',
      'reasons: Too small, Other',
    ]);
  });

  it.each([
    ['[]', 4, 3, 'At least one reason is needed'],
    ['[Too small, too small]', 4, 24, 'The reason "too small" stands here twice'],
    ['[Other, OTHER]', 4, 20, 'The reason "Other" stands here twice'],
    [`[${'x'.repeat(76)}]`, 4, 13, 'A reason has at most 75 characters; this has 76'],
    [`[${Array.from({ length: 21 }, (_, index) => `r${index}`).join(', ')}]`, 4, 103, 'There are at most 20 reasons'],
    ['[Too small, [a]]', 4, 24, 'An item of "reasons" must be text'],
  ])('with reasons %s is a mistake', (reasons, line, column, message) => {
    expect(
      errorsOf(`  reasons: ${reasons}`).map((error) => [error.span.line, error.span.column, error.message]),
    ).toEqual([[line, column, message]]);
  });

  it('takes a reason of 75 characters, and 20 reasons', () => {
    const reasons = Array.from({ length: 20 }, (_, index) => `${index}`.padStart(75, 'x'));
    expect(accepted(`  reasons: [${reasons.join(', ')}]`).playbook.notAFit.reasons).toEqual([...reasons, 'Other']);
  });

  it('takes any lead status where the portal’s are not known', () => {
    expect(accepted('  lead status: Bad timing').playbook.notAFit.leadStatus).toBe('Bad timing');
    expect(errorsOf(`  lead status: ${'x'.repeat(201)}`)).toMatchObject([
      { message: 'A lead status has at most 200 characters' },
    ]);
  });

  it('takes a lead status the portal has', () => {
    expect(accepted('  lead status: BAD_TIMING', portal).playbook.notAFit.leadStatus).toBe('BAD_TIMING');
  });

  it.each([
    ['UNQALIFIED', 'UNQUALIFIED'],
    ['unqualified', 'UNQUALIFIED'],
    ['Bad timing', 'BAD_TIMING'],
    ['somewhere else', undefined],
  ])('refuses the lead status %s, which the portal does not have; the nearest is %s', (status, nearest) => {
    expect(errorsOf(`  lead status: ${status}`, portal)).toEqual([
      {
        message: `There is no lead status "${status}" in HubSpot`,
        span: { line: 4, column: 16, length: status.length },
        ...(nearest && { nearest }),
        suggestion: 'one of NEW, UNQUALIFIED, BAD_TIMING, or "none"',
      },
    ]);
  });

  it.each([
    ['', 1],
    ['  reasons: [Too small]', 3],
  ])('warns when the portal does not have the default: %j', (terms, line) => {
    const { warnings } = accepted(terms, portalWith(['NEW', 'New'], ['NOT_QUALIFIED', 'Unqualified']));
    expect(warnings).toMatchObject([
      {
        message:
          'There is no lead status "UNQUALIFIED" in HubSpot, which "Not a fit" sets where the playbook names no other',
        span: { line, column: 1 },
        nearest: 'NOT_QUALIFIED',
      },
    ]);
    expect(accepted(terms, portal).warnings).toEqual([]);
  });

  it('names its keys for one that is mistyped', () => {
    expect(errorsOf('  reason: Too small')).toMatchObject([
      { message: 'not a fit has no setting "reason"', nearest: 'reasons', span: { line: 4, column: 3 } },
    ]);
  });
});
