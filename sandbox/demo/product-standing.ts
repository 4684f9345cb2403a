/** How near the people of the product are to a handoff whom HubSpot does not know yet: the product itself is asked. */
import type { ProductPerson } from './page-state.ts';

export type Standing = { score: number; readiness: string };

type Route = { standing: Standing | null };

export type ProductStanding = {
  of(userId: string): Standing | null;
  onChange(listener: () => void): void;
  close(): void;
};

const lookEveryMs = 1_000;

export function followStanding(about: {
  backendUrl: string;
  adminToken: string;
  portalId: number;
  /** Who is to be followed now. */
  people: () => ProductPerson[];
}): ProductStanding {
  const { backendUrl, adminToken, portalId, people } = about;
  const standings = new Map<string, Standing>();
  const listeners: (() => void)[] = [];
  let isLooking = false;

  async function ask(userId: string): Promise<Standing | null> {
    const response = await fetch(`${backendUrl}/admin/portals/${portalId}/route`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ contact: userId, dryRun: true }),
    });
    if (!response.ok) return null;
    const { routes } = (await response.json()) as { routes: Route[] };
    return routes[0]?.standing ?? null;
  }

  async function look(): Promise<void> {
    let isChanged = false;
    for (const { userId } of people()) {
      const found = await ask(userId);
      const before = standings.get(userId);
      if (found === null || (before?.score === found.score && before.readiness === found.readiness)) continue;
      standings.set(userId, found);
      isChanged = true;
    }
    if (isChanged) for (const listener of listeners) listener();
  }

  const looking = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    // The product may be away for a moment; the next look finds it again.
    void look()
      .catch(() => {})
      .finally(() => {
        isLooking = false;
      });
  }, lookEveryMs);
  looking.unref();

  return {
    of: (userId) => standings.get(userId) ?? null,
    onChange: (listener) => listeners.push(listener),
    close: () => clearInterval(looking),
  };
}
