export { ENTITY_TABS, EntityPage } from './entity-page.tsx';
