import type { Command } from 'commander';
import { describeProblem } from './describe-problem.ts';
import { readPlaybookFile } from './playbook-file.ts';

/** `zo playbook check FILE [--json]`. Exit code 1 when the playbook has mistakes; warnings do not fail it. */
export function addPlaybookCheck(playbook: Command): void {
  playbook
    .command('check')
    .description('Read a playbook file and point at every mistake by line and column')
    .argument('<file>', 'the YAML file')
    .option('--json', 'answer as one JSON object')
    .action(async (file: string, options: { json?: true }) => {
      const checked = await checkPlaybook(file, options.json === true);
      process.stdout.write(`${checked.output}\n`);
      if (!checked.ok) process.exitCode = 1;
    });
}

export async function checkPlaybook(file: string, asJson: boolean): Promise<{ ok: boolean; output: string }> {
  const { source, read } = await readPlaybookFile(file);
  if ('errors' in read) {
    const { errors } = read;
    if (asJson) return { ok: false, output: JSON.stringify({ ok: false, errors }) };
    const count = errors.length === 1 ? '1 mistake' : `${errors.length} mistakes`;
    return { ok: false, output: [...errors.map((error) => describeProblem(file, source, error)), count].join('\n') };
  }
  const { playbook, warnings, highestScore } = read;
  const { sentence } = playbook.definition;
  if (asJson) return { ok: true, output: JSON.stringify({ ok: true, sentence, highestScore, warnings, playbook }) };
  const highest = highestScore === null ? '100 (a line gives points without limit)' : String(highestScore);
  const lines = [
    sentence,
    `Highest possible score: ${highest}`,
    ...warnings.map((warning) => `Warning: ${describeProblem(file, source, warning)}`),
  ];
  return { ok: true, output: lines.join('\n') };
}
