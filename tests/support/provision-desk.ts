/** A portal to provision, anew for each test, with what is there as its people would look it up. */
import path from 'node:path';
import { parseDefinition, properties } from '@zo/shared';
import type { KeptArtefacts } from '../../backend/provision/keeping.ts';
import { keepingInMemory, startTestPortal, type TestPortal } from './hubspot-portal.ts';
import { acmePlaybook } from './playbooks.ts';
import {
  actionIdsOf,
  type Provisioner,
  provisionedPlaybook,
  provisioner,
  someProperties,
  stepWords,
} from './provisioner.ts';

const projectDir = path.resolve(import.meta.dirname, '../../hubspot-project');
export const handoffName = 'Zo | SQL handoff';

export function provisionDesk() {
  let portal: TestPortal;
  let kept: KeptArtefacts;
  let zo: Provisioner;

  beforeEach(async () => {
    portal = await startTestPortal(
      { projectDir, tenSecondlyLimit: 5_000, searchIndexDelayMs: 0 },
      { pacing: { limit: 5_000, searchesPerSecond: 1_000 } },
    );
    portal.sandbox.portal().settings.searchPerSecond = 1_000;
    kept = {};
    zo = provisioner(portal.gateway, keepingInMemory(kept), {
      actionIds: actionIdsOf(portal.sandbox),
      properties: someProperties(properties),
    });
  });
  afterEach(() => portal.close());

  const flows = () => [...portal.sandbox.portal().flows.values()];
  return {
    portal: () => portal,
    kept: () => kept,
    zo: {
      plan: (...wish: Parameters<Provisioner['plan']>) => zo.plan(...wish),
      apply: (...wish: Parameters<Provisioner['apply']>) => zo.apply(...wish),
    },
    flows,
    flow: (name = handoffName) => flows().find((candidate) => candidate.name === name)!,
    lists: () => [...portal.sandbox.portal().lists.values()],
    property: (name = 'zo_plan') => portal.sandbox.portal().properties['0-1'].get(name)!,
    writes: async () =>
      (await portal.calls()).filter((call) => /^(PUT|PATCH|DELETE)|POST (?!.*(search|access-token-info))/.test(call)),
  };
}

/** A step of each, in a few words. */
export function doing(steps: Parameters<typeof stepWords>[0][]): string[] {
  return steps.map(stepWords);
}

/** Acme's playbook, with another sentence. */
export function asked(sentence: string, signals: string[] = []) {
  const parsed = parseDefinition(sentence, { signals });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return { ...acmePlaybook({ definition: parsed.value }), return: provisionedPlaybook.return };
}

export const threeUsers = asked('A free user becomes an SQL when zo_company_active_users >= 3');
