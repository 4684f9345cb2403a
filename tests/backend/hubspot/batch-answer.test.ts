/** What a 207 says of one input: whether to try again, or what somebody has to mend. */
import { type BatchError, refusedInputs } from '../../../backend/hubspot/batch-answer.ts';

const about = { context: { ids: ['501'] }, message: 'There was a problem with the request.' };
const unknownProperty = { code: 'PROPERTY_DOESNT_EXIST', context: { propertyName: ['zo_plan'] } };

it.each<[what: string, error: BatchError, kind: string]>([
  ['no such record', { category: 'OBJECT_NOT_FOUND' }, 'gone'],
  ['a value that another record has', { category: 'CONFLICT' }, 'already exists'],
  ['values that are not valid', { category: 'VALIDATION_ERROR' }, 'fix the record'],
  ['a property that does not exist', { category: 'SOMETHING_NEW', errors: [unknownProperty] }, 'fix the record'],
  ['no category at all', {}, 'fix the record'],
  ['a limit', { category: 'RATE_LIMITS' }, 'retry'],
  ['an error of HubSpot’s own', { category: 'INTERNAL_ERROR' }, 'retry'],
  ['a category nobody has told us of, which may pass', { category: 'SERVICE_UNAVAILABLE' }, 'retry'],
])('%s', (_what, error, kind) => {
  expect(refusedInputs([{ ...about, ...error }], ['ids']).get('501')).toMatchObject({ kind });
});
