/** Where the operator's tool looks for the server, and what it says when that is no address. */
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addDoctor } from '../../../backend/cli/doctor.ts';
import { addReplay } from '../../../backend/cli/replay.ts';
import { runZo } from '../../support/run-zo.ts';

const file = path.join(tmpdir(), `zo-replay-${process.pid}.ndjson`);
beforeAll(() => writeFile(file, '{"type":"track"}\n'));
afterAll(() => rm(file));

describe.each([
  ['doctor', [addDoctor], ['doctor']],
  ['replay', [addReplay], ['replay', file, '--write-key', 'write-key']],
])('zo %s', (_verb, verbs, words) => {
  it.each(['127.0.0.1:4400', 'localhost:4400', 'zo.acme.test', 'ftp://zo.acme.test'])(
    'says how ZO_URL is written when it is %s',
    async (url) => {
      expect(await runZo(url, verbs, words)).toMatchObject({
        code: 1,
        stderr: `ZO_URL must begin with http:// or https://, such as http://127.0.0.1:4400; it is "${url}".\n`,
      });
    },
  );

  it('says that nothing answers where it is an address', async () => {
    const printed = await runZo('http://127.0.0.1:1/', verbs, words);
    expect(printed).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('No server answers at http://127.0.0.1:1.'),
    });
  });
});
