import { type ComponentType, createElement, type ReactElement } from 'react';
import { componentProps } from './component-props.ts';

type Drawn<P> = { (props: P): ReactElement; displayName: string };

/**
 * A component of HubSpot as the preview draws it. It throws on a property that HubSpot's types do not have, so that a card
 * seen here can be trusted to be one HubSpot would draw.
 */
export function standIn<P extends object>(name: keyof typeof componentProps, draw: ComponentType<P>): Drawn<P> {
  const allowed = new Set<string>(['children', ...componentProps[name]]);
  function StandIn(props: P) {
    for (const property of Object.keys(props)) {
      if (!allowed.has(property)) throw new Error(`HubSpot's ${name} has no property "${property}"`);
    }
    return createElement(draw, props);
  }
  StandIn.displayName = name;
  return StandIn;
}

/** HubSpot's sizes and distances go by two names each. */
export function shortSize(size: string | undefined, otherwise: string): string {
  const names: Record<string, string> = {
    'extra-small': 'xs',
    small: 'sm',
    medium: 'md',
    large: 'lg',
    'extra-large': 'xl',
  };
  return size === undefined ? otherwise : (names[size] ?? size);
}
