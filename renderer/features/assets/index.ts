export { AssetsTab, DeviceInventory } from './assets.tsx';
export { Logons } from './logons.tsx';
