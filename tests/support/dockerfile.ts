/** Reads a Dockerfile as far as ours goes: stages, and instructions with their words. */
export type Instruction = { name: string; text: string };
export type Stage = { image: string; name: string | null; instructions: Instruction[] };

export function readDockerfile(source: string): Stage[] {
  const lines = source
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const stages: Stage[] = [];
  for (const line of lines) {
    const [, name, text] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    if (name === undefined || text === undefined) throw new Error(`No instruction: ${line}`);
    if (name === 'FROM') {
      const [image, , stage = null] = text.split(/\s+/);
      stages.push({ image: image!, name: stage, instructions: [] });
    } else stages.at(-1)!.instructions.push({ name, text });
  }
  return stages;
}

export function textsOf(stage: Stage, name: string): string[] {
  return stage.instructions.filter((one) => one.name === name).map(({ text }) => text);
}

/** Sources and target of a COPY, with the stage it takes them from. */
export function readCopy(text: string): { from: string | null; sources: string[]; target: string } {
  const words = text.split(/\s+/);
  const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length) ?? null;
  const places = words.filter((word) => !word.startsWith('--'));
  return { from, sources: places.slice(0, -1), target: places.at(-1)! };
}

/** The words of `ENV a=b c=d`. */
export function readEnv(texts: string[]): Record<string, string> {
  return Object.fromEntries(
    texts.flatMap((text) => text.split(/\s+/).map((pair) => pair.split('=') as [string, string])),
  );
}
