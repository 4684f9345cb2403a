import { readRefusal } from '../../../backend/hubspot/read-refusal.ts';

const refusal = (status: number, body: unknown = {}, change: Partial<Parameters<typeof readRefusal>[0]> = {}) =>
  readRefusal(
    { call: 'write contacts', status, headers: {}, body: JSON.stringify(body), isIdempotent: true, ...change },
    () => 0.5,
  );

describe('what a refused call says to do next', () => {
  it.each([
    ['a bad token', 401, {}, { code: 'reconnect' }],
    [
      'a missing scope',
      403,
      { category: 'MISSING_SCOPES', errors: [{ context: { requiredGranularScopes: ['automation'] } }] },
      { code: 'not permitted', missingScopes: ['automation'] },
    ],
    ['no such record', 404, { category: 'OBJECT_NOT_FOUND' }, { code: 'gone' }],
    [
      'a taken e-mail address',
      409,
      { category: 'CONFLICT', message: 'Contact already exists. Existing ID: 123' },
      { code: 'already exists', existingId: '123' },
    ],
    ['a locked row', 423, {}, { code: 'retry later', afterMs: 2_500 }],
    [
      'the rolling limit, without Retry-After',
      429,
      { policyName: 'TEN_SECONDLY_ROLLING' },
      { code: 'rate limited', afterMs: 10_500 },
    ],
    [
      "search's limit, by its message only",
      429,
      { message: 'You have reached your secondly limit.' },
      { code: 'rate limited', afterMs: 1_500 },
    ],
    ['the daily limit', 429, { policyName: 'DAILY' }, { code: 'rate limited', afterMs: 900_500 }],
    ['an account being moved', 477, {}, { code: 'retry later', afterMs: 2_000 }],
    ['a server error', 500, {}, { code: 'retry later', afterMs: 2_000 }],
    ['a gateway without a body', 502, {}, { code: 'retry later', afterMs: 2_000 }],
  ])('%s', (_name, status, body, expected) => {
    expect(refusal(status, body)).toMatchObject(expected);
  });

  it('waits as long as Retry-After says', () => {
    expect(refusal(429, {}, { headers: { 'retry-after': '3' } })).toMatchObject({
      code: 'rate limited',
      afterMs: 3_000,
    });
    expect(refusal(503, {}, { headers: { 'retry-after': '7' } })).toMatchObject({
      code: 'retry later',
      afterMs: 7_000,
    });
  });

  it('does not know what a server error did to a creation', () => {
    expect(refusal(500, {}, { isIdempotent: false })).toMatchObject({ code: 'ambiguous' });
  });

  it('names properties from the list that HubSpot writes as text into its message', () => {
    const message =
      'Property values were not valid: [{"isValid":false,"message":"Property \\"x\\" does not exist","error":"PROPERTY_DOESNT_EXIST","name":"zo_x"},' +
      '{"isValid":false,"message":"Sarah was not one of the allowed options","error":"INVALID_OPTION","name":"zo_plan"}]';
    expect(refusal(400, { category: 'VALIDATION_ERROR', message })).toMatchObject({
      code: 'fix the record',
      reason: 'zo_x: PROPERTY_DOESNT_EXIST, zo_plan: INVALID_OPTION',
      properties: ['zo_x', 'zo_plan'],
      unknownProperties: ['zo_x'],
    });
  });

  it('names properties from the newer list of errors', () => {
    const errors = [{ code: 'READ_ONLY_VALUE', message: 'no', context: { propertyName: ['num_notes'] } }];
    expect(refusal(400, { category: 'VALIDATION_ERROR', errors })).toMatchObject({
      properties: ['num_notes'],
      reason: 'num_notes: READ_ONLY_VALUE',
    });
  });

  it('survives a body that is not JSON', () => {
    expect(refusal(400, undefined, { body: '<html>Bad Request</html>' })).toMatchObject({
      code: 'fix the record',
      properties: [],
    });
  });

  it('keeps addresses and tokens out of its words', () => {
    const error = refusal(400, { message: 'Email address sarah@finpilot.test is invalid, Bearer abc.def pat-eu1-123' });
    expect(error.message).not.toMatch(/sarah|abc\.def|eu1-123/);
    expect(error.message).toContain('[e-mail]');
  });

  it.each([
    [
      'what was sent',
      'Sarah Chen is not allowed for "Sarah Chen" of FinPilot GmbH',
      '400 [value] is not allowed for [value] of [value]',
    ],
    [
      'a quoted value',
      'The value "Sarah" of \'firstname\' is not valid',
      "400 The value [value] of 'firstname' is not valid",
    ],
    ['the names of properties', 'Property zo_plan does not exist', '400 Property zo_plan does not exist'],
  ])('repeats of %s what is about nobody', (_what, message, reason) => {
    const properties = { firstname: 'Sarah', fullname: 'Sarah Chen', company: 'FinPilot GmbH', zo_plan: 'zo_plan' };
    const sent = JSON.stringify({ inputs: [{ properties }] });
    expect(refusal(400, { message }, { sent })).toMatchObject({ reason });
  });
});
