/** Runs verbs of the operator's tool in this process, against a server that the test has started. */
import { jest } from '@jest/globals';
import { Command, CommanderError } from 'commander';

export type Printed = { code: number; stdout: string; stderr: string };

/** What the tool prints, and how it ends. */
export async function runZo(
  url: string,
  verbs: ((zo: Command) => void)[],
  words: string[],
  token = 'token',
): Promise<Printed> {
  const printed = { stdout: '', stderr: '' };
  const take = (to: keyof typeof printed, end: string) => (text: unknown) => {
    printed[to] += `${text}${end}`;
    return true;
  };
  // Verbs take these over from the tool they are added to.
  const tool = new Command('zo').enablePositionalOptions().exitOverride();
  tool.configureOutput({ writeOut: take('stdout', ''), writeErr: take('stderr', '') });
  for (const add of verbs) add(tool);
  const spies = [
    jest.spyOn(console, 'log').mockImplementation(take('stdout', '\n')),
    jest.spyOn(console, 'error').mockImplementation(take('stderr', '\n')),
    jest.spyOn(process.stdout, 'write').mockImplementation(take('stdout', '')),
    jest.spyOn(process.stderr, 'write').mockImplementation(take('stderr', '')),
  ];
  Object.assign(process.env, { ZO_URL: url, ADMIN_TOKEN: token });
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await tool.parseAsync(['node', 'zo', ...words]);
    return { code: Number(process.exitCode), ...printed };
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { code: error.exitCode, ...printed };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
  }
}
