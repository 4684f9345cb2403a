import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkArchive, listArchive, makeArchive, unpackArchive } from '../../../scripts/hubspot-check/archive.ts';
import { lintProject } from '../../../scripts/hubspot-check/lint.ts';
import { readProject, UnreadableProject } from '../../../scripts/hubspot-check/project.ts';
import { writeStaticVariant } from '../../../scripts/hubspot-check/static-variant.ts';

const repository = path.resolve(import.meta.dirname, '../../..');
let temporary = '';

beforeEach(async () => {
  temporary = await realpath(await mkdtemp(path.join(tmpdir(), 'zo-archive-test-')));
});

afterEach(async () => {
  await rm(temporary, { recursive: true, force: true });
});

/** A copy of the project without packages, as a clone has it. */
async function copyProject(folder: string): Promise<string> {
  for (const name of ['hsproject.json', '.hsignore', 'hubspot-project', 'shared']) {
    await cp(path.join(repository, name), path.join(folder, name), {
      recursive: true,
      filter: (from) => path.basename(from) !== 'node_modules',
    });
  }
  return folder;
}

async function packAndList(projectDir: string): Promise<string[]> {
  const archive = path.join(temporary, 'upload.zip');
  await makeArchive(projectDir, archive);
  return listArchive(await unpackArchive(archive, temporary));
}

describe('the upload archive', () => {
  it('carries definitions, cards, lock file and shared code, also from below a folder whose name begins with a dot', async () => {
    const projectDir = await copyProject(path.join(temporary, '.cache', 'clone'));
    await writeFile(path.join(projectDir, 'hubspot-project/app/local.json'), '{}');
    await writeFile(path.join(projectDir, 'hubspot-project/app/cards/Usage.test.tsx'), '');
    const files = await packAndList(projectDir);
    expect(
      checkArchive(files, ['app/app-hsmeta.json', 'app/package-lock.json', 'app/cards/ProductActivity.tsx']),
    ).toEqual([]);
  });

  it('leads the rewritten workspaces and lock file to the copied shared code', async () => {
    const files = await packAndList(await copyProject(path.join(temporary, 'clone')));
    const shared = files.find((file) => file.endsWith('/index.ts') && file.startsWith('_workspaces/'));
    const copied = `../${path.posix.dirname(shared ?? '')}`;
    const read = async (name: string) => JSON.parse(await readFile(path.join(temporary, 'unpacked/app', name), 'utf8'));
    expect((await read('package.json')).workspaces).toContain(copied);
    expect((await read('package-lock.json')).packages['node_modules/@zo/shared'].resolved).toBe(copied);
  });

  it('holds no definition below a dotted folder when .hsignore is missing, and says what to do', async () => {
    const projectDir = await copyProject(path.join(temporary, '.cache', 'clone'));
    await rm(path.join(projectDir, '.hsignore'));
    const files = await packAndList(projectDir);
    expect(
      checkArchive(
        files.filter((file) => !file.endsWith('.json')),
        [],
      ),
    ).toEqual(['no definition is in the archive; is there a .hsignore in the project folder?']);
  });

  it('refuses to unpack where a parent would lend its packages', async () => {
    await mkdir(path.join(temporary, 'node_modules'));
    await expect(unpackArchive('never-read.zip', temporary)).rejects.toThrow('would lend its packages');
  });

  it('names what is missing and what must not leave', () => {
    const files = [
      '_workspaces/shared-0a1b2c3d/index.ts',
      'app/x-hsmeta.json',
      'app/cards/node_modules/react/index.js',
      'app/local.json',
    ];
    expect(checkArchive(files, ['app/app-hsmeta.json'])).toEqual([
      'app/app-hsmeta.json is not in the archive',
      'app/cards/node_modules/react/index.js is in the archive and should not be; add it to .hsignore',
      'app/local.json is in the archive and should not be; add it to .hsignore',
    ]);
  });
});

describe('the static variant', () => {
  it('is a complete project of its own that packs and parses', async () => {
    const folder = path.join(temporary, 'static');
    await writeStaticVariant(repository, folder);
    const project = await readProject(folder, 'example');
    const app = project.components.find(({ type }) => type === 'app');
    expect(app?.config).toMatchObject({ distribution: 'private', auth: { type: 'static', optionalScopes: [] } });
    expect(app?.config.auth).not.toHaveProperty('redirectUrls');
    expect(checkArchive(await packAndList(folder), ['app/app-hsmeta.json'])).toEqual([]);
    expect(existsSync(path.join(folder, 'hubspot-project/app/node_modules'))).toBe(false);
  }, 30_000);
});

describe('reading', () => {
  it('names the profiles there are when the wanted one is missing', async () => {
    await expect(readProject(repository, 'nobody')).rejects.toThrow(
      new UnreadableProject('there is no hsprofile.nobody.json; profiles here: example'),
    );
  });

  it('refuses a definition in a nested folder, which HubSpot would skip', async () => {
    const projectDir = await copyProject(path.join(temporary, 'clone'));
    const cards = path.join(projectDir, 'hubspot-project/app/cards');
    await mkdir(path.join(cards, 'more'));
    await cp(path.join(cards, 'product-activity-hsmeta.json'), path.join(cards, 'more/other-hsmeta.json'));
    await expect(readProject(projectDir, 'example')).rejects.toThrow('HubSpot would skip it');
  });

  it('refuses an unknown platform version', async () => {
    await expect(readProject(repository, 'example', '2019.01')).rejects.toThrow('unknown platformVersion 2019.01');
  });
});

describe('lint', () => {
  it('finds what breaks in HubSpot: HTML, foreign fetch, imports from a parent folder, hooks under conditions', async () => {
    const cards = path.join(temporary, 'src/app/cards');
    await mkdir(cards, { recursive: true });
    await writeFile(
      path.join(cards, 'Card.tsx'),
      "import { useState } from 'react';\nimport { other } from '../other.ts';\n" +
        'export function Card({ on }: { on: boolean }) {\n  if (on) useState(0);\n  fetch(other);\n  return <div />;\n}\n',
    );
    const problems = (await lintProject(path.join(temporary, 'src'))).join('\n');
    for (const rule of ['no-html-elements', 'no-native-http', 'no-parent-imports', 'react-hooks/rules-of-hooks']) {
      expect(problems).toContain(rule);
    }
  });
});
