/** `--force NAME`: which artefacts may be overwritten although somebody changed them. Pure. */
import { nearestName } from '@zo/shared';
import { type Artefact, artefactWords } from './artefact.ts';
import type { Force } from './plan-step.ts';

export function forceOf(names: readonly string[]): Force {
  return (artefact) => names.some((name) => isNamed(name, artefact));
}

/** Names that are nobody's: a misspelt name must not look as if it had been obeyed. */
export function unknownForces(names: readonly string[], artefacts: readonly Artefact[]): string[] {
  const known = artefacts.map(({ name }) => name);
  return names
    .filter((name) => !artefacts.some((artefact) => isNamed(name, artefact)))
    .map((name) => {
      const nearest = nearestName(name, known);
      return `--force "${name}" names nothing of ours${nearest === null ? '' : ` (did you mean "${nearest}"?)`}`;
    });
}

function isNamed(name: string, artefact: Artefact): boolean {
  return name === artefact.name || name === `${artefact.object} ${artefact.name}` || name === artefactWords(artefact);
}
