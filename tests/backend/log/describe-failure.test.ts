import { createLog } from '../../../backend/log/create-log.ts';
import { describeFailure, failureText } from '../../../backend/log/describe-failure.ts';
import { createRedact } from '../../../backend/log/redact.ts';

const failure = Object.assign(new TypeError('it failed', { cause: Object.assign(new Error('below'), { body: 'b' }) }), {
  code: 'E_CODE',
  statusCode: 502,
  config: { headers: { authorization: 'Bearer token' } },
  response: { data: { name: 'Sarah Chen' } },
});

describe('an error, written down', () => {
  it('has its name, words, code, status and place, and those of its cause, and nothing that hung on it', () => {
    expect(describeFailure(failure)).toEqual({
      type: 'TypeError',
      message: 'it failed',
      code: 'E_CODE',
      status: 502,
      stack: expect.stringMatching(/^ {4}at /),
      cause: { type: 'Error', message: 'below', stack: expect.any(String) },
    });
    expect(failureText(failure)).toMatch(/^TypeError: it failed \(E_CODE\)\n {4}at [\s\S]*\nbecause of Error: below\n/);
  });

  it.each([
    ['{"name":"Sarah Chen"'],
    ['Sarah Chen'],
    ['<html>Sarah Chen</html>'],
    ['{"a":1,Sarah Chen}'],
    [`{"email":"${'x'.repeat(30)}Sarah Chen`],
  ])('does not repeat what could not be read as JSON: %s', (text) => {
    let thrown: unknown;
    try {
      JSON.parse(text);
    } catch (error) {
      thrown = error;
    }
    expect(failureText(thrown)).not.toMatch(/Sarah|Chen/);
    expect(describeFailure(thrown).type).toBe('SyntaxError');
  });

  it.each([
    [{ token: 'secret' }, 'something that is no error'],
    [null, 'something that is no error'],
    [undefined, 'something that is no error'],
    ['a text', 'a text'],
  ])('that is none: %j', (thrown, message) => {
    expect(describeFailure(thrown)).toEqual({ type: typeof thrown, message });
  });

  it('ends somewhere, even if it is its own cause', () => {
    const round = new Error('round');
    round.cause = round;
    expect(failureText(round).match(/because of/g)).toHaveLength(3);
  });
});

it('a line of the log has all that, cleared', () => {
  const lines: string[] = [];
  const log = createLog({ level: 'info', redact: createRedact(['secret-token']), write: (line) => lines.push(line) });
  log.error({ portalId: 7, err: failure }, 'secret-token for sarah@finpilot.test');
  log.child({ portalId: 8 }).warn({ reason: 'secret-token' }, 'again');
  log.debug('not at this level');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ portalId: 7, err: describeFailure(failure), msg: '[secret] for [e-mail]' }),
    expect.objectContaining({ portalId: 8, reason: '[secret]', msg: 'again' }),
  ]);
});
