/** The gallery of the company card. */
import '../browser/company-card-element.tsx';
import { companyStates } from './company-states.ts';
import { drawGallery } from './draw-gallery.ts';

drawGallery({
  tag: 'company-card-preview',
  idAttribute: 'company-id',
  states: companyStates,
  widths: { usual: 320, wide: 640 },
});
