/** The live company card, on a page of its own. */
import './company-card-element.tsx';
import { askThroughHubspot } from './ask-through-hubspot.ts';
import { mountLive } from './mount-live.ts';

askThroughHubspot();
mountLive('company-card-preview', 'company-id');
