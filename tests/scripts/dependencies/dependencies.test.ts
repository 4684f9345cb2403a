/** Licences and advisories of what is handed on. */
import { auditLines } from '../../../scripts/dependencies/audit.ts';
import { isAllowed, type Lock, licenceTable, productionPackages } from '../../../scripts/dependencies/licences.ts';
import { read } from '../../repository/source-files.ts';

const lock = (packages: Lock['packages']): Lock => ({ packages });

describe('the licences of what is handed on', () => {
  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0)', true],
    ['MIT AND ISC', true],
    ['MIT AND GPL-3.0', false],
    ['(MIT AND ISC) OR AGPL-3.0-only', true],
    ['GPL-3.0', false],
    ['SSPL-1.0', false],
    ['UNLICENSED', false],
    ['SEE LICENSE IN LICENSE.txt', false],
    ['Apache-2.0 WITH LLVM-exception', false],
    ['', false],
  ])('%s: %s', (licence, allowed) => {
    expect(isAllowed(licence)).toBe(allowed);
  });

  it('are those of packages that are installed without the development’s, once each', () => {
    const packages = productionPackages([
      lock({
        '': { version: '1.0.0' },
        'node_modules/express': { version: '5.0.0', license: 'MIT' },
        'node_modules/a/node_modules/@acme/b': { version: '1.0.0', license: 'ISC' },
        'node_modules/jest': { version: '30.0.0', license: 'MIT', dev: true },
        'node_modules/@zo/shared': { link: true },
        shared: { version: '0.1.0' },
      }),
      lock({ 'node_modules/express': { version: '5.0.0', license: 'MIT' }, 'node_modules/none': { version: '1.0.0' } }),
    ]);
    expect(packages).toEqual([
      { name: '@acme/b', version: '1.0.0', licence: 'ISC' },
      { name: 'express', version: '5.0.0', licence: 'MIT' },
      { name: 'none', version: '1.0.0', licence: '' },
    ]);
    expect(licenceTable(packages).join('\n')).toMatch(/ISC +1 {2}@acme\/b/);
  });

  it('are allowed today, all of them', () => {
    const files = ['package-lock.json', 'hubspot-project/app/package-lock.json'];
    const packages = productionPackages(files.map((file) => JSON.parse(read(file)) as Lock));
    expect(packages.length).toBeGreaterThan(50);
    expect(packages.filter(({ licence }) => !isAllowed(licence))).toEqual([]);
  });
});

describe('npm audit', () => {
  it('warns of an advisory, with where to read about it', () => {
    const vulnerabilities = {
      express: {
        severity: 'high',
        range: '<5.0.1',
        fixAvailable: true,
        via: [{ title: 'Open redirect', url: 'https://example.test/advisory/1' }],
      },
      wrapper: { severity: 'high', range: '*', fixAvailable: false, via: ['express'] },
    };
    expect(auditLines(JSON.stringify({ vulnerabilities }))).toEqual([
      'warning: express <5.0.1 (high): Open redirect https://example.test/advisory/1; a fixed version exists',
      'warning: wrapper * (high): through express',
    ]);
  });

  it('says that there is none', () => {
    expect(auditLines('{"vulnerabilities":{}}')).toEqual(['npm audit: no advisory concerns what we hand on']);
  });

  it.each([
    ['', 'no answer'],
    ['<html>', 'no answer'],
    ['{"message":"405 Method Not Allowed - POST https://registry.example.test/advisories"}', '405 Method Not Allowed'],
    ['{"error":{"code":"ENETUNREACH","summary":""}}', 'ENETUNREACH'],
  ])('that cannot be asked says so in one line: %s', (output, why) => {
    expect(auditLines(output)).toEqual([`npm audit could not be asked (${why}): nothing is known of advisories`]);
  });
});
