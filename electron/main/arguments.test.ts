import { describe, expect, it } from 'vitest';
import { filesOf } from './arguments.ts';

describe('files on the command line', () => {
  it('start after the program when packaged and after the folder from a checkout', () => {
    expect(filesOf(['/opt/redthread', 'a.json'], true, '/home/x')).toEqual(['/home/x/a.json']);
    expect(filesOf(['/bin/electron', '.', 'a.json', '/b.zip'], false, '/home/x')).toEqual(['/home/x/a.json', '/b.zip']);
  });
  it('skip switches wherever the runtime puts them', () => {
    expect(filesOf(['/bin/electron', '--inspect=0', '--remote-debugging-port=0', '.', '--no-sandbox', 'case.redthread'], false, '/h')).toEqual(['/h/case.redthread']);
    expect(filesOf(['/bin/electron', '.'], false, '/h')).toEqual([]);
  });
});
