/** The live history card, on a page of its own. */
import './history-card-element.tsx';
import { askThroughHubspot } from './ask-through-hubspot.ts';
import { mountLive } from './mount-live.ts';

askThroughHubspot();
mountLive('history-card-preview', 'contact-id');
