/** Follows one of the local platforms: keeps its newest state and tells when it has changed. */
import { setTimeout as sleep } from 'node:timers/promises';

export type Followed<State> = {
  state(): State;
  onChange(listener: () => void): void;
  /** Why the newest state may be old; null while all is well. */
  problem(): string | null;
  close(): void;
};

const retryAfterMs = 300;

/**
 * Resolves with the first state. `versionOf` reads the number after which `/sandbox/changes` is asked for more; that
 * call is held by the sandbox until something happens.
 */
export async function followSandbox<State>(
  name: string,
  url: string,
  versionOf: (state: State) => number,
): Promise<Followed<State>> {
  const stop = new AbortController();
  const listeners: (() => void)[] = [];
  let problem: string | null = null;
  let state = await readJson<State>(`${url}/sandbox/state`, stop.signal);

  async function follow(): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        await readJson(`${url}/sandbox/changes?after=${versionOf(state)}`, stop.signal);
        const next = await readJson<State>(`${url}/sandbox/state`, stop.signal);
        const changed = versionOf(next) !== versionOf(state) || problem !== null;
        state = next;
        problem = null;
        if (changed) for (const listener of listeners) listener();
      } catch (error) {
        if (stop.signal.aborted) return;
        problem = `${name} does not answer: ${error instanceof Error ? error.message : String(error)}`;
        for (const listener of listeners) listener();
        await sleep(retryAfterMs);
      }
    }
  }
  void follow();

  return {
    state: () => state,
    onChange: (listener) => listeners.push(listener),
    problem: () => problem,
    close: () => stop.abort(),
  };
}

async function readJson<T>(url: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.json()) as T;
}
