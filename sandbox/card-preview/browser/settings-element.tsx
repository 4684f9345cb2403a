/** `<settings-preview portal-id="4711" user-email="ops@acme.test">`: the settings page. */
import '../../../hubspot-project/app/settings/SettingsPage.tsx';
import { definePageElement } from './define-page-element.tsx';

definePageElement('settings', 'settings');
