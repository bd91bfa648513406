export function testBrowser(root: string): string | null;
