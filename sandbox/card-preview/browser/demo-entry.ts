/** The live card of the demo page. */
import './card-element.tsx';
import { askThroughHubspot } from './ask-through-hubspot.ts';

askThroughHubspot();
