/**
 * What the service keeps in memory by portal. Whoever keeps something gets the map for it here, so that nothing has to be
 * remembered to be forgotten: when a portal is erased, all of it goes at once, and a portal that installs the app again
 * begins as new. A test of the repository finds maps by portal that were made otherwise.
 */

/** Whose it is stands first: "4711 slack:alerts". */
export type PortalKey = `${number} ${string}`;

type Key = number | PortalKey;

/** Something kept in a form of its own. */
export type KeptByPortal = { holds(portalId: number): boolean; forget(portalId: number): void };

export type PortalMemory = {
  /** `what` is kept, in words. */
  map<By extends Key, Value>(what: string): Map<By, Value>;
  set<By extends Key>(what: string): Set<By>;
  /**
   * Work under way. It is never forgotten, but waited for: whoever puts it in takes it out when it has ended, however it
   * ended. See `track`.
   */
  work<By extends Key, Work extends Promise<unknown> = Promise<void>>(what: string): Map<By, Work>;
  keep(what: string, kept: KeptByPortal): void;
  /** Before a portal is erased: to take nothing more of it, and to stop what is under way. */
  onEnd(end: (portalId: number) => void | Promise<void>): void;
  /** Resolves when nothing of the portal is under way any more. For one that is not served: nothing new begins. */
  end(portalId: number): Promise<void>;
  forget(portalId: number): void;
  /** In words, whatever is kept of the portal now. */
  holding(portalId: number): string[];
};

export function createPortalMemory(): PortalMemory {
  const everything: { what: string; kept: KeptByPortal }[] = [];
  const works: Map<Key, Promise<unknown>>[] = [];
  const ends: ((portalId: number) => void | Promise<void>)[] = [];

  function keep(what: string, kept: KeptByPortal): void {
    everything.push({ what, kept });
  }

  function register(what: string, kept: Map<Key, unknown> | Set<Key>): void {
    keep(what, {
      holds: (portalId) => keysOf(kept, portalId).length > 0,
      forget(portalId) {
        for (const key of keysOf(kept, portalId)) kept.delete(key);
      },
    });
  }

  return {
    map<By extends Key, Value>(what: string) {
      const map = new Map<By, Value>();
      register(what, map as Map<Key, unknown>);
      return map;
    },
    set<By extends Key>(what: string) {
      const set = new Set<By>();
      register(what, set as Set<Key>);
      return set;
    },
    work<By extends Key, Work extends Promise<unknown>>(what: string) {
      const work = new Map<By, Work>();
      works.push(work as Map<Key, Work>);
      keep(what, { holds: (portalId) => keysOf(work as Map<Key, Work>, portalId).length > 0, forget() {} });
      return work;
    },
    keep,
    onEnd: (end) => void ends.push(end),
    async end(portalId) {
      for (const end of ends) await end(portalId);
      for (;;) {
        const underWay = works.flatMap((work) =>
          keysOf(work, portalId).map((key) => ({ work, key, one: work.get(key) })),
        );
        if (underWay.length === 0) return;
        await Promise.allSettled(underWay.map(({ one }) => one));
        // Whoever forgot to take it out must not be waited for again and again.
        for (const { work, key, one } of underWay) if (work.get(key) === one) work.delete(key);
      }
    },
    forget(portalId) {
      for (const { kept } of everything) kept.forget(portalId);
    },
    holding: (portalId) => everything.filter(({ kept }) => kept.holds(portalId)).map(({ what }) => what),
  };
}

/** Work under the same key as other work, which may be under way still. */
export function track<By extends Key>(work: Map<By, Promise<void>>, key: By, one: Promise<unknown>): void {
  const all: Promise<void> = Promise.allSettled([work.get(key), one]).then(() => {
    if (work.get(key) === all) work.delete(key);
  });
  work.set(key, all);
}

function keysOf(kept: Map<Key, unknown> | Set<Key>, portalId: number): Key[] {
  const found: Key[] = kept.has(portalId) ? [portalId] : [];
  const prefix = `${portalId} `;
  for (const key of kept.keys()) if (typeof key === 'string' && key.startsWith(prefix)) found.push(key);
  return found;
}
