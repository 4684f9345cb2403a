import { setTimeout as wait } from 'node:timers/promises';
import {
  createHubspotGateway,
  type GatewayOptions,
  type HubspotGateway,
} from '../../backend/hubspot/hubspot-gateway.ts';
import { ensureProperties, type PropertyReport } from '../../backend/provision/ensure-properties.ts';
import type { Keeping, KeptArtefacts } from '../../backend/provision/keeping.ts';
import { type HubspotSandbox, type HubspotSandboxOptions, startHubspotSandbox } from '../../sandbox/hubspot/start.ts';

/** Remembers in this process what was written; `entries` is what another process would find. */
export function keepingInMemory(entries: KeptArtefacts = {}): Keeping {
  return {
    read: async () => structuredClone(entries),
    write: async (changed) => void Object.assign(entries, structuredClone(changed)),
  };
}

/** Makes our properties, as a start of the service does. */
export function makeProperties(gateway: HubspotGateway, keeping: Keeping = keepingInMemory()): Promise<PropertyReport> {
  return ensureProperties({ gateway, keeping, sleep: wait });
}

/** A local HubSpot with a gateway to it, and what a test needs to make it misbehave and to look inside. */
export type TestPortal = {
  sandbox: HubspotSandbox;
  gateway: HubspotGateway;
  /** Log lines of the gateway, as text. */
  logged: string[];
  /** The next matching calls fail: see the sandbox's README. */
  fail(rule: Record<string, unknown>): Promise<void>;
  /** "POST /crm/v3/objects/contacts/batch/update" of every call since the start or the last `forget`. */
  calls(): Promise<string[]>;
  forget(): Promise<void>;
  close(): Promise<void>;
};

export async function startTestPortal(
  sandboxOptions: HubspotSandboxOptions = {},
  gatewayOptions: Partial<GatewayOptions> = {},
): Promise<TestPortal> {
  const sandbox = await startHubspotSandbox({ seed: 'empty', propertyVisibilityDelayMs: 0, ...sandboxOptions });
  const logged: string[] = [];
  const log = {
    debug: (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`),
    warn: (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`),
  };
  const gateway = createHubspotGateway({
    portalId: 424242,
    baseUrl: sandbox.url,
    accessToken: async () => sandbox.accessToken,
    log,
    timeoutMs: 3_000,
    ...gatewayOptions,
  });
  let forgotten = 0;
  const requests = async (): Promise<{ method: string; path: string }[]> => {
    const response = await fetch(`${sandbox.url}/sandbox/requests`);
    return ((await response.json()) as { requests: { method: string; path: string }[] }).requests;
  };
  return {
    sandbox,
    gateway,
    logged,
    async fail(rule) {
      const response = await fetch(`${sandbox.url}/sandbox/failures`, { method: 'POST', body: JSON.stringify(rule) });
      if (!response.ok) throw new Error(await response.text());
    },
    calls: async () => (await requests()).slice(forgotten).map(({ method, path }) => `${method} ${path}`),
    async forget() {
      forgotten = (await requests()).length;
    },
    async close() {
      await gateway.close();
      await sandbox.close();
    },
  };
}
