import { parseEnv } from 'node:util';
import { readConfig } from '../../backend/config.ts';
import { filesUnder, read } from './source-files.ts';

describe('settings', () => {
  it('are read from the environment in one file of the backend, and where the sandbox and the demo start', () => {
    const mayRead = (file: string) =>
      file === 'backend/config.ts' || file.startsWith('sandbox/demo/') || /^sandbox\/.*\/main\.ts$/.test(file);
    const readers = ['backend', 'sandbox', 'shared', 'hubspot-project']
      .flatMap((room) => filesUnder(room, '.ts', '.tsx', '.mjs'))
      .filter((file) => /\bprocess\.env\b/.test(read(file)));
    expect(readers.filter((file) => !mayRead(file))).toEqual([]);
  });

  it('of .env.example are accepted as they are', () => {
    expect(readConfig(parseEnv(read('.env.example')) as Record<string, string>)).toMatchObject({
      port: 4400,
      single: { portalId: expect.any(Number) },
    });
  });

  it('all stand in .env.example, set or commented out, and no others', () => {
    const known = [...read('backend/config.ts').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map((match) => match[1]);
    const shown = [...read('.env.example').matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)].map((match) => match[1]);
    expect(shown.toSorted()).toEqual(known.toSorted());
  });
});
