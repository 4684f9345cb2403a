/** `<history-card-preview contact-id="501" portal-id="4711">`: the card in a tab of that contact. */
import '../../../hubspot-project/app/cards/ActivityHistory.tsx';
import { defineCardElement } from './define-card-element.tsx';

defineCardElement('history-card-preview', 'contact-id', { location: 'crm.record.tab', objectTypeId: '0-1' });
