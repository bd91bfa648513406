export { AssetsTab, DeviceInventory } from './assets.tsx';
