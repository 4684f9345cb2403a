/** Warns of channels in a playbook that people of another company read. Pure. */
import { formFields, type Problem } from '@zo/shared';
import { findShared, type SharedChannel, sharingWords } from '../slack/shared-channel.ts';
import { readForm } from './edit/read-form.ts';
import { spanOfPath } from './edit/span-of-path.ts';

const channelPaths = Object.values(formFields)
  .flat()
  .filter((field) => 'chosenFrom' in field && field.chosenFrom === 'channels')
  .map(({ path }) => path);

/** `shared` null: Slack could not be asked, or is not connected. */
export function channelWarnings(source: string, shared: readonly SharedChannel[] | null): Problem[] {
  const values = readForm(source)?.values ?? {};
  return channelPaths.flatMap((path) => {
    const name = values[path];
    const channel = name === undefined ? null : findShared(shared, name);
    const span = channel && spanOfPath(source, path);
    return span ? [{ message: `${sharingWords(name!, channel.sharing)}.`, span }] : [];
  });
}
