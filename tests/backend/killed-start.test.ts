import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startProgram } from '../../sandbox/demo/child-process.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';

it('what was compiled is left to the next start also by a process that is killed', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'zo-killed-'));
  const compiled = path.join(folder, 'compiled');
  const env = { PORT: '0', DATABASE_URL: `file:${path.join(folder, 'zo.db')}`, NODE_COMPILE_CACHE: compiled };
  const program = await startProgram({ name: 'Backend', file: 'backend/main.ts', env, startWithinMs: 120_000 });
  const modules = async () =>
    (await readdir(compiled, { recursive: true })).filter((file) => path.extname(file) === '');
  try {
    await waitUntil(
      'compiled modules',
      async () => {
        const { length } = await modules();
        return length > 500 ? { value: true } : { instead: `${length} files` };
      },
      20_000,
    );
  } finally {
    process.kill(program.pid, 'SIGKILL');
    await program.ended;
    await rm(folder, { recursive: true });
  }
}, 180_000);
