/** Bundles what HubSpot hosts for an ordinary page, in memory: HubSpot's packages are swapped for the preview's stand-ins. */
import path from 'node:path';
import { build, type Plugin } from 'esbuild';

const browser = path.join(import.meta.dirname, 'browser');
const gallery = path.join(import.meta.dirname, 'gallery');
const repository = path.resolve(import.meta.dirname, '../..');
const hosted = path.join(repository, 'hubspot-project/app');

/** A card lives in a script of its own, as in HubSpot: of the demo, where it is live, and of the gallery of its states. */
const entries = {
  demo: path.join(browser, 'demo-entry.ts'),
  gallery: path.join(gallery, 'gallery-entry.ts'),
  'company-demo': path.join(browser, 'company-demo-entry.ts'),
  'company-gallery': path.join(gallery, 'company-gallery-entry.ts'),
  'history-demo': path.join(browser, 'history-demo-entry.ts'),
  'history-gallery': path.join(gallery, 'history-gallery-entry.ts'),
  home: path.join(browser, 'home-entry.ts'),
  'home-gallery': path.join(gallery, 'home-gallery-entry.ts'),
  settings: path.join(browser, 'settings-entry.ts'),
  'settings-gallery': path.join(gallery, 'settings-gallery-entry.ts'),
};

export type CardScript = keyof typeof entries;

/** Rejects with the bundler's own words, for one when a component is used that has no stand-in. */
export async function bundleCard(script: CardScript): Promise<string> {
  const result = await build({
    entryPoints: [entries[script]],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    absWorkingDir: repository,
    minify: true,
    loader: { '.css': 'text' },
    tsconfigRaw: {},
    plugins: [standInsForHubSpot],
    logLevel: 'silent',
  });
  return result.outputFiles[0]?.text ?? '';
}

const standInsForHubSpot: Plugin = {
  name: 'stand-ins-for-hubspot',
  setup(bundler) {
    bundler.onResolve({ filter: /^@hubspot\/ui-extensions$/ }, () => ({
      path: path.join(browser, 'ui-extensions.ts'),
    }));
    // One React, that of what HubSpot hosts, for it and for what draws it.
    bundler.onResolve({ filter: /^react(\/jsx-runtime)?$/ }, ({ path: name, importer, resolveDir, kind }) => {
      const isHosted = importer.startsWith(hosted + path.sep);
      if (isHosted && name === 'react/jsx-runtime') return { path: path.join(browser, 'strict-jsx-runtime.ts') };
      return isHosted || resolveDir === hosted ? undefined : bundler.resolve(name, { resolveDir: hosted, kind });
    });
  },
};
