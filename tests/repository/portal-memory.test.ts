/**
 * What is kept in memory by portal is forgotten with the portal, because its map was made by backend/portals/portal-memory.ts.
 * A map that was made otherwise is found here by what is put into it: something whose key is the portal's number, or begins
 * with it. (Whatever hides its key better than that is not found.)
 */
import { filesUnder, read } from './source-files.ts';

/** Those that live no longer than one piece of work, or are left by another way; each with why. */
const exceptions: Record<string, string> = {
  'backend/connections.ts hubspot': 'who is served: left when the portal is disconnected, before it can be erased',
  'backend/connections.ts slack': 'the same in Slack',
  'backend/slack/connect/portal-slacks.ts gateways': 'the same in Slack',
  'backend/metrics/timings.ts underWay': 'one of the maps that the memory made for it',
  'backend/ingest/group-commit.ts lines': 'a line goes when what waited in it is committed; memory.work waits for that',
  'backend/hubspot/webhook-events.ts byPortal': 'the changes of one request',
};

/** Names of maps and sets of this source that were made with `new`, or only given, and hold something by portal. */
function heldByPortal(source: string): string[] {
  const keys = [
    ...source.matchAll(/\b(\w+)(?:: [\w.]+)? = (?:`\$\{(?:\w+\.)?portalId\}|\w*[kK]ey\w*\((?:\w+\.)?portalId)/g),
  ].map(([, name]) => name!);
  const key = [
    String.raw`(?:\w+\.)?portalId\b`,
    String.raw`\`\$\{(?:\w+\.)?portalId\}`,
    ...keys.map((name) => `${name}\\b`),
  ];
  const puts = new RegExp(String.raw`\b(\w+)\s*\.(?:set|add)\(\s*(?:${key.join('|')})`, 'g');
  const remembered = new Set(
    [...source.matchAll(/\b(\w+) = (?:\w+\.)*memory\s*\.(?:map|set|work)</g)].map(([, name]) => name!),
  );
  const held = new Set([...source.matchAll(puts)].map(([, name]) => name!));
  return [...held].filter((name) => !remembered.has(name));
}

it('finds what it looks for', () => {
  const id = ['$', '{portalId}'].join('');
  expect(heldByPortal('const told = new Map<number, string>();\ntold.set(portalId, week);')).toEqual(['told']);
  expect(heldByPortal('const told = new Set();\n  told\n    .add(\n      portal.portalId,\n    )')).toEqual(['told']);
  expect(heldByPortal(`const key = \`${id}:\`; kept.set(key, playbook)`)).toEqual(['kept']);
  expect(heldByPortal(`const key: PortalKey = \`${id} lane\`; kept.add(key)`)).toEqual(['kept']);
  expect(heldByPortal('const id = keyOf(portalId, x); kept.set(id, 1)')).toEqual(['kept']);
  expect(heldByPortal(`asked.set(\`${id} x\`, 1)`)).toEqual(['asked']);
  expect(heldByPortal("const told = parts.memory.map<number, string>('x');\ntold.set(portalId, week);")).toEqual([]);
  expect(heldByPortal('const people = new Map<number, string>();\npeople.set(personId, name);')).toEqual([]);
});

it('every map by portal is made by the portals’ memory, or says why not', () => {
  const isRows = (file: string) => /^backend\/store\/(sqlite|postgres)\//.test(file);
  const files = filesUnder('backend', '.ts').filter((file) => !isRows(file) && !file.endsWith('/portal-memory.ts'));
  const found = files.flatMap((file) => heldByPortal(read(file)).map((name) => `${file} ${name}`));
  expect(found.toSorted()).toEqual(Object.keys(exceptions).toSorted());
});
