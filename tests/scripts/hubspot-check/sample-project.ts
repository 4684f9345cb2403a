import type { Component, HubspotProject, JsonObject } from '../../../scripts/hubspot-check/project.ts';

/** A small project that every check accepts; a test changes one thing. */
export function sampleProject(change: Partial<HubspotProject> = {}): HubspotProject {
  return {
    components: [sampleApp(), sampleCard(), sampleAction()],
    packages: [
      { file: 'app/package.json', content: { workspaces: ['cards'] } },
      { file: 'app/cards/package.json', content: { dependencies: { react: '18.3.1' } } },
    ],
    files: ['app/package.json', 'app/package-lock.json', 'app/cards/Usage.tsx'],
    ...change,
  };
}

export function withComponent(component: Component): HubspotProject {
  const others = sampleProject().components.filter(({ type }) => type !== component.type);
  return sampleProject({ components: [...others, component] });
}

export function sampleApp(config: JsonObject = {}): Component {
  return {
    uid: 'app',
    type: 'app',
    file: 'app/app-hsmeta.json',
    keys: ['uid', 'type', 'config'],
    config: {
      name: 'Zo',
      distribution: 'marketplace',
      auth: {
        type: 'oauth',
        redirectUrls: ['https://zo.test/callback'],
        requiredScopes: ['oauth', 'contacts.read'],
        optionalScopes: ['automation'],
      },
      permittedUrls: { fetch: ['https://zo.test'] },
      support: { supportEmail: 'help@zo.test', supportUrl: 'https://help.test' },
      ...config,
    },
  };
}

export function sampleCard(config: JsonObject = {}): Component {
  return {
    uid: 'card',
    type: 'card',
    file: 'app/cards/usage-hsmeta.json',
    keys: ['uid', 'type', 'config'],
    config: {
      name: 'Usage',
      location: 'crm.record.sidebar',
      entrypoint: '/app/cards/Usage.tsx',
      objectTypes: ['contacts'],
      ...config,
    },
  };
}

/** One choice as input, one list of options, one choice as output. */
export function sampleAction(config: JsonObject = {}): Component {
  return {
    uid: 'greet',
    type: 'workflow-action',
    file: 'app/workflow-actions/greet-hsmeta.json',
    keys: ['uid', 'type', 'config'],
    config: {
      actionUrl: 'https://zo.test/hubspot/actions/greet',
      supportedClients: [{ client: 'WORKFLOWS' }],
      objectTypes: ['CONTACT'],
      inputFields: [
        {
          typeDefinition: { name: 'tone', type: 'enumeration', options: [{ value: 'warm', label: 'Warm' }] },
          supportedValueTypes: ['STATIC_VALUE'],
        },
        {
          typeDefinition: { name: 'place', type: 'enumeration', optionsUrl: 'https://zo.test/hubspot/options/room' },
          supportedValueTypes: ['STATIC_VALUE'],
        },
      ],
      outputFields: [
        { typeDefinition: { name: 'zo_error', type: 'enumeration', options: [{ value: 'mute', label: 'Mute' }] } },
      ],
      executionRules: [{ labelName: 'mute', conditions: { zo_error: 'mute' } }],
      labels: { en: sampleLabels() },
      ...config,
    },
  };
}

export function sampleLabels(change: JsonObject = {}): JsonObject {
  return {
    actionName: 'Greet',
    actionDescription: 'Says hello.',
    actionCardContent: 'Greet in a {{tone}} tone',
    inputFieldLabels: { tone: 'Tone', place: 'Place' },
    inputFieldDescriptions: { tone: 'How it sounds.', place: 'Where it is said.' },
    inputFieldOptionLabels: { tone: { warm: 'Warm' } },
    outputFieldLabels: { zo_error: 'Problem' },
    executionRules: { mute: 'The contact cannot hear. Write instead.' },
    ...change,
  };
}

export const sampleActions = {
  greet: { uid: 'greet', inputs: { tone: ['warm'], place: 'options' }, outputs: { zo_error: ['mute'] } },
} as const;
