import { localDay, printDefinition } from '@zo/shared';
import { compileEnrolment } from '../../../backend/hubspot/compile-filters.ts';
import { checkRootBranch } from '../../../sandbox/hubspot/flows/check-filters.ts';
import { createPortal } from '../../../sandbox/hubspot/portal/create-portal.ts';
import type { Portal } from '../../../sandbox/hubspot/portal/portal.ts';
import { anyDefinition, asked } from '../../support/random-definitions.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const timeZone = 'Europe/Berlin';
const now = Date.UTC(2026, 2, 10);

/** It has every property the definitions ask for, and those that every enrolment asks for. */
function portalOfDefinitions(): Portal {
  const settings = {
    portalId: 424_242,
    appId: 1,
    accessToken: 'token',
    clientSecret: 'secret',
    timeZone,
    uiDomain: 'app.hubspot.test',
    enrolmentDelayMs: 0,
    searchIndexDelayMs: 0,
    propertyVisibilityDelayMs: 0,
    calculationDelayMs: 0,
    tenSecondlyLimit: 100,
    associationBatchLimit: 100,
    searchPerSecond: 5,
  };
  const portal = createPortal(settings, () => now, null, 0);
  const ofEnrolment = ['zo_sql_ready', 'zo_handoff_gate', 'lifecyclestage'].map((name) => ({
    object: 'contact',
    name,
    type: 'enumeration',
  }));
  for (const { object, name, type } of [...Object.values(asked).flat(), ...ofEnrolment]) {
    const properties = portal.properties[object === 'contact' ? '0-1' : '0-2'];
    const [like] = properties.values();
    properties.set(name, { ...like!, name, type: type === 'set' ? 'enumeration' : type });
  }
  return portal;
}

it('HubSpot takes the filters of every definition: operations that fit the properties, with all they need', () => {
  const portal = portalOfDefinitions();
  const random = seededRandom(11);
  for (let each = 0; each < 500; each++) {
    const expression = anyDefinition(random, localDay(now, timeZone));
    const rule = { expression, freePlans: ['free'], stagesBeforeSql: ['lead'], timeZone };
    const { listFilterBranch } = compileEnrolment(rule);
    const taken = () => checkRootBranch(portal, '0-1', listFilterBranch);
    try {
      taken();
    } catch (error) {
      expect({ sentence: printDefinition(expression), refusal: error }).toBe('taken');
    }
  }
});
