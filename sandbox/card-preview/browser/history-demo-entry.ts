/** The live history card, on a page of its own. */
import './history-card-element.tsx';
import { mountLive } from './mount-live.ts';

mountLive('history-card-preview', 'contact-id');
