export { RawRecord } from './raw-record.tsx';
