import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { repositoryRoot } from '../../../sandbox/demo/child-process.ts';

it('ends without a word when whoever reads the pipe is gone', () => {
  const zo = `"${process.execPath}" --disable-warning=ExperimentalWarning ${path.join('backend', 'cli', 'zo.ts')}`;
  // `true` reads nothing and has ended long before the tool writes.
  const line = `{ ${zo} playbook check playbooks/acme.yaml; echo "code $?" >&2; } | true`;
  const { stderr } = spawnSync('/bin/sh', ['-c', line], {
    cwd: repositoryRoot,
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
  expect(stderr).toBe('code 141\n');
}, 60_000);
