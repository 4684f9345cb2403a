/** `npm run demo` as a process, the way a person runs it; ended by its own id. */
import { spawn } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

export type DemoProcess = {
  output(): string;
  /** Resolves with the match when the output matches; rejects with all of the output when time is over or it ended. */
  printed(pattern: RegExp, withinMs: number): Promise<RegExpMatchArray>;
  ended: Promise<number>;
  /** As Ctrl-C does. */
  interrupt(): Promise<number>;
};

/** `env`: beside the variables of this process. */
export function runDemo(args: string[], env: Record<string, string> = {}): DemoProcess {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', path.join(root, 'sandbox/demo/main.ts'), ...args],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_OPTIONS: '', ...env } },
  );
  let output = '';
  let hasEnded = false;
  const collect = (chunk: Buffer) => {
    output += chunk.toString('utf8');
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const ended = new Promise<number>((resolve) => {
    child.once('close', (code) => {
      hasEnded = true;
      resolve(code ?? 1);
    });
  });
  return {
    output: () => output,
    ended,
    async printed(pattern, withinMs) {
      const deadline = performance.now() + withinMs;
      for (;;) {
        const match = output.match(pattern);
        if (match) return match;
        if (hasEnded || performance.now() > deadline) throw new Error(`No ${pattern} in the demo's output:\n${output}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    interrupt() {
      if (!hasEnded) child.kill('SIGINT');
      return ended;
    },
  };
}
