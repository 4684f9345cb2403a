/** docs/marketplace says what the app does: scopes, properties, addresses, labels and pictures are held to the code. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { companyProperties, contactProperties } from '@zo/shared';
import { optionalScopes, requiredScopes } from '../../backend/hubspot/scopes.ts';
import { sharedData } from '../../scripts/docs/marketplace/shared-data.ts';
import { filesUnder, read, repository } from './source-files.ts';

const app = JSON.parse(read('hubspot-project/app/app-hsmeta.json')).config;
const variables = JSON.parse(read('hubspot-project/hsprofile.example.json')).variables as Record<string, string>;
const pages = filesUnder('docs/marketplace', '.md');
const mostPictureBytes = 150_000;

/** The rows of the first table of a page, each as its cells. */
function rowsOf(file: string): string[][] {
  return read(file)
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| -/.test(line))
    .slice(1)
    .map((line) => line.split(' | ').map((cell) => cell.replaceAll(/^\| ?| ?\|$/g, '').trim()));
}

describe('the scopes', () => {
  const rows = rowsOf('docs/marketplace/scopes.md');
  const scopesAs = (need: string) => rows.filter((row) => row[1] === need).map((row) => row[0]!.replaceAll('`', ''));

  it('are those that the app asks for, required and optional', () => {
    expect(scopesAs('required').toSorted()).toEqual([...app.auth.requiredScopes].toSorted());
    expect(scopesAs('optional').toSorted()).toEqual([...app.auth.optionalScopes].toSorted());
    expect(scopesAs('required')).toEqual(requiredScopes);
    expect(scopesAs('optional')).toEqual(optionalScopes);
  });

  it('each have a feature, a call, and what is missing without it', () => {
    for (const row of rows) for (const cell of row) expect(cell).toMatch(/\w/);
  });
});

describe('the shared data', () => {
  it('has every property of ours once, written and never read as somebody else’s', () => {
    const rows = sharedData();
    for (const { object, name } of [...contactProperties, ...companyProperties]) {
      expect(rows.filter((row) => row.object === object && row.name === name)).toEqual([
        expect.objectContaining({ direction: 'to HubSpot', why: expect.stringMatching(/\w/) }),
      ]);
    }
    const keys = rows.map(({ object, name }) => `${object} ${name}`);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('has every property of HubSpot that the code names', () => {
    const told = new Set(sharedData().map(({ name }) => name));
    /** Words of workflows and associations, and the id that comes with every record. */
    const noData = /^hs_(execution_state|expiration_duration|object_id|value|name|call_body)$/;
    const named = filesUnder('backend/hubspot', '.ts')
      .concat(filesUnder('backend/reports', '.ts'), filesUnder('backend/outbox', '.ts'))
      .flatMap((file) => [
        ...read(file).matchAll(/['`. ](hs_\w+|hubspot_owner_\w+|lifecyclestage|num_contacted_notes)\b/g),
      ])
      .map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(15);
    expect([...new Set(named)].filter((name) => !told.has(name) && !noData.test(name))).toEqual([]);
  });

  it('says that sensitive scopes are not asked for, and none is', () => {
    expect([...requiredScopes, ...optionalScopes].filter((scope) => scope.includes('sensitive'))).toEqual([]);
  });
});

describe('the listing', () => {
  const listing = read('docs/marketplace/listing.md');

  it('has the name and the description that the app is uploaded with', () => {
    const quoted = listing
      .split('\n')
      .filter((line) => line.startsWith('> '))
      .map((line) => line.slice(2))
      .join(' ');
    expect(quoted).toBe(app.description);
    expect(listing).toContain(`**App name:** ${app.name}\n`);
  });

  it('names addresses by variables that a profile has, https once they are filled in and short enough for HubSpot', () => {
    const addresses = rowsOf('docs/marketplace/listing.md').map((row) => row[1]!.replaceAll('`', ''));
    expect(addresses).toContain(app.auth.redirectUrls[0]);
    expect(addresses.length).toBeGreaterThan(5);
    for (const address of addresses) {
      const filled = address.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => variables[name] ?? 'missing');
      expect(filled).toMatch(/^https:\/\/|^[\w.]+@[\w.]+$/);
      expect(filled.length).toBeLessThanOrEqual(250);
    }
  });
});

describe('the guides', () => {
  const sources = ['hubspot-project/app', 'shared']
    .flatMap((room) => filesUnder(room, '.tsx', '.ts', '-hsmeta.json'))
    .map(read)
    .join('\n');

  it('call cards, actions and buttons as HubSpot shows them', () => {
    const guides = read('docs/marketplace/setup-guide.md') + read('docs/marketplace/reviewer-guide.md');
    const labels = [
      'Load sample activity',
      'Look again',
      'Product activity',
      'Company product activity',
      'Product activity history',
      'Compute PQL score',
      'Assign AE',
      'Send contextual Slack handoff',
      'Return to marketing',
      'Go live',
      'Provision HubSpot',
    ];
    for (const label of labels) {
      expect(guides).toContain(label);
      expect(sources).toContain(label);
    }
  });

  it('link to nothing that is not there', () => {
    const broken = [...pages, 'docs/operating.md', 'docs/metrics.md'].flatMap((page) =>
      [...read(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
        .map(([, target]) => target!)
        .filter((target) => !/^https?:/.test(target))
        .filter(
          (target) =>
            statSync(path.join(repository, path.dirname(page), target), { throwIfNoEntry: false }) === undefined,
        )
        .map((target) => `${page}: ${target}`),
    );
    expect(broken).toEqual([]);
  });
});

describe('the pictures', () => {
  const folder = path.join(repository, 'docs/marketplace/pictures');
  const pictures = readdirSync(folder);

  it('are few and small, and each is shown', () => {
    expect(pictures.length).toBeLessThanOrEqual(10);
    const text = pages.map(read).join('\n');
    for (const picture of pictures) {
      const bytes = readFileSync(path.join(folder, picture));
      expect(bytes.subarray(1, 4).toString()).toBe('PNG');
      expect(bytes.length).toBeLessThan(mostPictureBytes);
      expect(text).toContain(`](pictures/${picture})`);
    }
  });

  it('each have words for whoever cannot see them', () => {
    const shown = [...read('docs/marketplace/setup-guide.md').matchAll(/!\[([^\]]*)\]/g)].map(([, words]) => words!);
    expect(shown.length).toBeGreaterThan(5);
    for (const words of shown) expect(words.length).toBeGreaterThan(12);
  });
});
