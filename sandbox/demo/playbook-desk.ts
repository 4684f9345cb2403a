/** The playbook as an operator handles it: read, tried out and saved through the product's own operators' routes. */
import type { DefinitionView, DraftChange, DraftView } from './page-state.ts';

export type PlaybookDesk = {
  /** Saves a whole playbook, with why; rejects with the product's reason. */
  apply(source: string, why: string): Promise<void>;
  /** As last seen; null before the first. */
  inForce(): DefinitionView | null;
  simulate(definition: string, signal: AbortSignal): Promise<DraftView>;
  /** As the version after `version`; rejects when another one is in force by now. */
  save(definition: string, version: number): Promise<void>;
  /** Of changes here and, a few seconds later, of those made elsewhere: in the settings, or with the operator's tool. */
  onChange(listener: () => void): void;
  close(): void;
};

type Named = { name: string; company: string | null; gate: string; before: string | null; after: string };
type NamedChanges = { count: number; people: Named[] };
type Today = {
  people: number;
  present: { ready: number } | null;
  draft: { ready: number };
  added: NamedChanges;
  removed: NamedChanges;
  notRead: { properties: { label: string; people: number }[] };
  takesEveryone: boolean;
};
/** `version`: the one in force that the draft was held against. */
type Simulation = { version: number; today: Today };
type Problem = {
  message: string;
  nearest?: string;
  suggestion?: string;
  span: { line: number; column: number; length: number };
};
type Refusal = { error?: { message?: string; problems?: Problem[] } };

const mostNamed = 20;
const lookEveryMs = 3_000;

export function playbookDesk(about: { backendUrl: string; adminToken: string; portalId: number }): PlaybookDesk {
  const { backendUrl, adminToken, portalId } = about;
  const listeners: (() => void)[] = [];
  let inForce: DefinitionView | null = null;

  function ask(method: string, path: string, body?: object, signal?: AbortSignal): Promise<Response> {
    return fetch(`${backendUrl}/admin/portals/${portalId}/playbook${path}`, {
      method,
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  }

  async function put(body: object): Promise<void> {
    const response = await ask('PUT', '', { author: 'the demo', ...body });
    if (!response.ok) throw new Error(reasonOf((await response.json()) as Refusal, response.status));
    await look();
  }

  async function look(): Promise<void> {
    const answer = (await (await ask('GET', '')).json()) as { inForce: DefinitionView | null };
    inForce = answer.inForce;
    for (const listener of listeners) listener();
  }

  /** The product may be away for a moment; the next look finds it again. */
  const looking = setInterval(() => {
    ask('GET', '')
      .then(async (response) => ((await response.json()) as { inForce: DefinitionView | null }).inForce)
      .then((found) => (found?.version === inForce?.version ? undefined : look()))
      .catch(() => {});
  }, lookEveryMs);
  looking.unref();

  return {
    apply: (source, why) => put({ source, reason: why }),
    inForce: () => inForce,
    async simulate(definition, signal) {
      const response = await ask('POST', '/simulate', { definition }, signal);
      if (response.ok) {
        const { version, today } = lastLine(await response.text());
        // Somebody saved another version elsewhere, with the operator's tool say.
        if (version !== inForce?.version) await look();
        return viewToday(today);
      }
      const refusal = (await response.json()) as Refusal;
      const problem = refusal.error?.problems?.[0];
      if (problem === undefined) throw new Error(reasonOf(refusal, response.status));
      return viewProblem(problem);
    },
    save: (definition, version) => put({ definition, expectedVersion: version, reason: 'edited on the demo page' }),
    onChange: (listener) => listeners.push(listener),
    close: () => clearInterval(looking),
  };
}

function reasonOf({ error }: Refusal, status: number): string {
  return error?.message ?? `the product answered ${status}`;
}

/** The progress comes first, the result last. */
function lastLine(text: string): Simulation {
  const line = text.trimEnd().split('\n').at(-1) ?? '';
  const { simulation, error } = JSON.parse(line) as { simulation?: Simulation } & Refusal;
  if (simulation === undefined) throw new Error(error?.message ?? 'the product gave no result');
  return simulation;
}

function viewProblem({ message, nearest, suggestion, span }: Problem): DraftView {
  const hint =
    nearest !== undefined ? `did you mean ${nearest}?` : suggestion !== undefined ? `write ${suggestion}` : '';
  return { outcome: 'mistaken', message, hint, ...span };
}

function viewToday({ people, present, draft, added, removed, notRead, takesEveryone }: Today): DraftView {
  return {
    outcome: 'simulated',
    people,
    readyNow: present?.ready ?? 0,
    readyThen: draft.ready,
    added: added.people.slice(0, mostNamed).map((one) => viewChange(one, `was ${one.before ?? 'not decided'}`)),
    addedCount: added.count,
    removed: removed.people.slice(0, mostNamed).map((one) => viewChange(one, `would be ${one.after}`)),
    removedCount: removed.count,
    notRead: notRead.properties.map(({ label, people }) => `${people} depend on ${label}, not read yet`).join('; '),
    takesEveryone,
  };
}

function viewChange({ name, company, gate }: Named, why: string): DraftChange {
  const heldBack = gate === 'open' || gate === 'in_review' ? '' : gate.replaceAll('_', ' ');
  return { name, company: company ?? '', why, heldBack };
}
