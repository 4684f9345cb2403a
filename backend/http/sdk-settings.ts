/**
 * What `@segment/analytics-next` (and browser SDKs compatible with it) read before they start: one destination, us. So a
 * page needs to change nothing but the host it loads its settings from.
 */
export function browserSdkSettings(writeKey: string, publicUrl: string) {
  const { protocol, host, pathname } = new URL(publicUrl);
  return {
    integrations: {
      'Segment.io': {
        apiKey: writeKey,
        apiHost: `${host}${pathname.replace(/\/$/, '')}/v1`,
        protocol: protocol.replace(':', ''),
        unbundledIntegrations: [],
        addBundledMetadata: true,
        maybeBundledConfigIds: {},
        versionSettings: { version: '4.4.7', componentTypes: ['browser'] },
      },
    },
    plan: { track: { __default: { enabled: true, integrations: {} } }, identify: { __default: { enabled: true } } },
    edgeFunction: {},
    analyticsNextEnabled: true,
    middlewareSettings: {},
    enabledMiddleware: {},
    metrics: { sampleRate: 0 },
    legacyVideoPluginsEnabled: false,
    remotePlugins: [],
  };
}
