/** Runs one of the project's command-line programs to its end, as an operator would, and hands back what it printed. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { repositoryRoot, surrounding } from './child-process.ts';

export type CommandResult = { exitCode: number; output: string };

export function runCommand(
  file: string,
  args: string[],
  env: Record<string, string>,
  withinMs: number,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', path.join(repositoryRoot, file), ...args],
      {
        cwd: repositoryRoot,
        env: { ...surrounding(), ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ exitCode: code ?? 1, output });
    });
  });
}
