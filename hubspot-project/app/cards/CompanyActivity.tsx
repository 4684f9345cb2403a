import { hubspot } from '@hubspot/ui-extensions';
import { CompanyActivityCard } from './company-activity/CompanyActivityCard.tsx';

hubspot.extend<'crm.record.sidebar'>(() => <CompanyActivityCard />);
