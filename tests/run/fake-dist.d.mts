export function makeFakeDist(folder: string, version: string): void;
