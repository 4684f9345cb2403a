/** The live company card, on a page of its own. */
import './company-card-element.tsx';
import { mountLive } from './mount-live.ts';

mountLive('company-card-preview', 'company-id');
