/** `<company-card-preview company-id="900" portal-id="4711">`: the card in the sidebar of that company. */
import '../../../hubspot-project/app/cards/CompanyActivity.tsx';
import { defineCardElement } from './define-card-element.tsx';

defineCardElement('company-card-preview', 'company-id', { location: 'crm.record.sidebar', objectTypeId: '0-2' });
