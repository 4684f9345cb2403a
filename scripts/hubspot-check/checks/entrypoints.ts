import path from 'node:path';
import { textAt, valueAt } from '../json-reading.ts';
import type { Component, HubspotProject, Problem } from '../project.ts';

const bundled = ['.js', '.jsx', '.ts', '.tsx'];

/** Entry files (and preview images) exist, in the component's own folder, under a name HubSpot bundles. */
export function checkEntrypoints({ components, files }: HubspotProject): Problem[] {
  return components.flatMap((component) => [
    ...checkEntrypoint(component, files),
    ...checkPreviewImage(component, files),
  ]);
}

/** The entry files of all cards, pages and settings, relative to the source folder. */
export function entrypointsOf({ components }: HubspotProject): string[] {
  const entries = components.map(({ config }) => textAt(config, 'entrypoint')).filter((entry) => entry !== '');
  return [...new Set(entries.map((entry) => entry.replace(/^\//, '')))];
}

function checkEntrypoint({ file, config }: Component, files: string[]): Problem[] {
  const entrypoint = valueAt(config, 'entrypoint');
  if (typeof entrypoint !== 'string') return [];
  if (!entrypoint.startsWith('/')) return [`${file}: entrypoint "${entrypoint}" must begin with "/"`];
  const entry = entrypoint.slice(1);
  const folder = path.posix.dirname(file);
  if (!entry.startsWith(`${folder}/`)) return [`${file}: entrypoint ${entrypoint} lies outside /${folder}/`];
  if (!bundled.includes(path.posix.extname(entry))) return [`${file}: HubSpot cannot bundle ${entrypoint}`];
  return files.includes(entry) ? [] : [`${file}: entrypoint ${entrypoint} does not exist`];
}

function checkPreviewImage({ file, config }: Component, files: string[]): Problem[] {
  const image = textAt(config, 'previewImage', 'file');
  if (image === '') return [];
  const imageFile = path.posix.normalize(path.posix.join(path.posix.dirname(file), image));
  return files.includes(imageFile) ? [] : [`${file}: preview image ${image} does not exist`];
}
