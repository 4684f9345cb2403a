import { readFileSync } from 'node:fs';
import path from 'node:path';
import { componentProps } from '../../../sandbox/card-preview/browser/component-props.ts';
import { readHubspotProps } from './hubspot-props.ts';

it('the stand-ins accept what HubSpot’s types accept, and nothing else', () => {
  expect(componentProps).toEqual(readHubspotProps(Object.keys(componentProps)));
});

it('every component the preview exports is one of them', () => {
  const file = path.resolve(import.meta.dirname, '../../../sandbox/card-preview/browser/ui-extensions.ts');
  const exported = [...readFileSync(file, 'utf8').matchAll(/^export \{([^}]+)\} from '\.\/components/gm)];
  const names = exported.flatMap((match) => (match[1] ?? '').split(',').map((name) => name.trim()));
  const whole = Object.keys(componentProps).filter((name) => !name.includes('.'));
  expect(names.sort()).toEqual(whole.sort());
});
