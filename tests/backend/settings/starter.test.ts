import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readPlaybook } from '../../../backend/playbook/read-playbook.ts';
import { ownText, starterFor } from '../../../backend/settings/starter.ts';

const owner = (email: string, active = true) => ({ id: email, email, name: email, active });
const read = (source: string) => {
  const found = readPlaybook(source);
  if (!('playbook' in found)) throw new Error(JSON.stringify(found));
  return found.playbook;
};

it('the shipped playbook has whoever looks as its owner, where HubSpot knows them, and leaves their own domain out', async () => {
  const starter = await starterFor([owner('zoe@trial.test'), owner('ana@trial.test')], 'ana@trial.test');
  expect(starter?.name).toBe('acme.yaml');
  const playbook = read(starter!.source);
  expect(playbook.handoff.owners).toEqual(['ana@trial.test']);
  expect(starter!.source).toContain('trial.test');
  expect(starter!.source).not.toContain('acme.test');
});

it.each([
  [
    'the first that HubSpot has, who is active',
    [owner('old@trial.test', false), owner('zoe@trial.test')],
    'x@trial.test',
    'zoe@trial.test',
  ],
  ['whoever looks, before HubSpot has told anybody', [], 'x@trial.test', 'x@trial.test'],
  ['the same as shipped, where they are the asker', [owner('tom@acme.test')], 'tom@acme.test', 'tom@acme.test'],
])('the owner is %s', async (_what, owners, asker, expected) => {
  const shipped = await readFile(path.resolve('playbooks/acme.yaml'), 'utf8');
  expect(read(ownText(shipped, owners, asker)).handoff.owners).toEqual([expected]);
});

it('where nobody is known it stays as it is shipped', async () => {
  const shipped = await readFile(path.resolve('playbooks/acme.yaml'), 'utf8');
  expect(ownText(shipped, [], null)).toBe(shipped);
});
