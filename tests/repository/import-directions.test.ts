import { filesUnder, importsOf } from './source-files.ts';

const code = ['.ts', '.tsx', '.mjs'];

/** Every import of a room that leads to one of the forbidden places, as "file imports target". */
function forbidden(room: string, isForbidden: (target: string) => boolean): string[] {
  return filesUnder(room, ...code).flatMap((file) =>
    importsOf(file)
      .filter(isForbidden)
      .map((target) => `${file} imports ${target}`),
  );
}

function isIn(...rooms: string[]): (target: string) => boolean {
  return (target) => rooms.some((room) => target === `@zo/${room}` || target.startsWith(`${room}/`));
}

it('finds imports, or the rules below would hold of nothing', () => {
  expect(filesUnder('shared', '.ts').flatMap(importsOf)).toContain('shared/usage.ts');
  expect(filesUnder('backend', '.ts').flatMap(importsOf)).toContain('@zo/shared');
});

describe('imports point one way', () => {
  it('shared imports only itself', () => {
    expect(forbidden('shared', (target) => !target.startsWith('shared/'))).toEqual([]);
  });

  it('the backend imports neither the sandbox, nor the cards, nor tests or scripts', () => {
    expect(forbidden('backend', isIn('sandbox', 'hubspot-project', 'tests', 'scripts'))).toEqual([]);
  });

  it('what the backend decides and keeps knows nothing of its edges: routes, and the operator’s tool', () => {
    const inner = [
      'handoff',
      'usage',
      'playbook',
      'store',
      'cards',
      'home',
      'settings',
      'reports',
      'receipts',
      'portals',
    ];
    const edges = isIn('backend/http', 'backend/cli');
    expect(inner.flatMap((room) => forbidden(`backend/${room}`, edges))).toEqual([]);
    expect(forbidden('backend/cards', isIn('backend/slack'))).toEqual([]);
  });

  it('the backend and the cards reach shared code only by its public entry', () => {
    const reachesInside = (target: string) => target.startsWith('shared/') || target.startsWith('@zo/shared/');
    expect([...forbidden('backend', reachesInside), ...forbidden('hubspot-project', reachesInside)]).toEqual([]);
  });

  it('what HubSpot hosts imports shared code, its own and HubSpot’s packages only', () => {
    const allowed = ['@zo/shared', '@zo/backend-client', 'react', '@hubspot/ui-extensions'];
    const isAllowed = (target: string) => allowed.includes(target) || target.startsWith('hubspot-project/');
    expect(forbidden('hubspot-project', (target) => !isAllowed(target))).toEqual([]);
  });

  it('the sandbox imports neither the backend, nor shared code, nor tests, or it would share our mistakes', () => {
    expect(forbidden('sandbox', isIn('backend', 'shared', 'tests', 'scripts'))).toEqual([]);
  });

  it('every relative import names its file with its ending', () => {
    const rooms = ['shared', 'backend', 'sandbox', 'tests', 'scripts'];
    const isBare = (target: string) =>
      /^(shared|backend|sandbox|tests|scripts)\//.test(target) && !/\.\w+$/.test(target);
    expect(rooms.flatMap((room) => forbidden(room, isBare))).toEqual([]);
  });
});
