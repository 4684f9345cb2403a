/** `<contact-card-preview contact-id="501" portal-id="4711">`: the card in the sidebar of that contact. */
import '../../../hubspot-project/app/cards/ProductActivity.tsx';
import { defineCardElement } from './define-card-element.tsx';

defineCardElement('contact-card-preview', 'contact-id', { location: 'crm.record.sidebar', objectTypeId: '0-1' });
