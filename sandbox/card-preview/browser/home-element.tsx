/** `<home-preview portal-id="4711" user-email="ops@acme.test">`: the app's home page. */
import '../../../hubspot-project/app/pages/Home.tsx';
import { definePageElement } from './define-page-element.tsx';

definePageElement('home', 'pages');
