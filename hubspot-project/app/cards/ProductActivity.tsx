import { hubspot } from '@hubspot/ui-extensions';
import { ProductActivityCard } from './product-activity/ProductActivityCard.tsx';

hubspot.extend<'crm.record.sidebar'>(() => <ProductActivityCard />);
