/** The live card of the demo page, as whoever the page says looks at it. */
import './card-element.tsx';
import { askThroughHubspot } from './ask-through-hubspot.ts';

askThroughHubspot(() => document.documentElement.dataset.viewer || undefined);
