/** The JSX of the cards' own files. HubSpot draws cards outside the browser's document: there are no HTML elements. */
import type { ElementType, Key } from 'react';
import { Fragment, jsx as reactJsx, jsxs as reactJsxs } from 'react/jsx-runtime';

export { Fragment };

export function jsx(type: ElementType, props: unknown, key?: Key) {
  return reactJsx(checked(type), props, key);
}

export function jsxs(type: ElementType, props: unknown, key?: Key) {
  return reactJsxs(checked(type), props, key);
}

function checked(type: ElementType): ElementType {
  if (typeof type === 'string') throw new Error(`HubSpot draws no <${type}>: cards are made of its components`);
  return type;
}
