import { describe, expect, it } from 'vitest';
import { defang, defangIn, visibleParts, visibleText } from './text.ts';

describe('hostile text', () => {
  it('shows what would hide or reorder', () => {
    expect(visibleText('invoice\u202Efdp.exe')).toBe('invoice⟨U+202E⟩fdp.exe');
    expect(visibleText('a\u200Bb\u0000c\u0007\u2066d\u{E0041}')).toBe('a⟨U+200B⟩b⟨U+0000⟩c⟨U+0007⟩⟨U+2066⟩d⟨U+E0041⟩');
    expect(visibleText('x\ud800y')).toBe('x⟨U+D800⟩y');
  });
  it('leaves other text alone, in any script, and keeps tabs and lines', () => {
    expect(visibleParts('Zoë 王 😀\tµ\r\nb')).toEqual([{ kind: 'plain', text: 'Zoë 王 😀\tµ\nb' }]);
    expect(visibleText('a\nb')).toBe('a⏎b');
  });
  it('defangs once', () => {
    expect(defang('http://ex.example/a.b')).toBe('hxxp://ex[.]example/a[.]b');
    expect(defang(defang('https://ex.example'))).toBe('hxxps://ex[.]example');
    expect(defang('mia@corp.example')).toBe('mia[@]corp[.]example');
    expect(defang('203.0.113.9')).toBe('203[.]0[.]113[.]9');
  });
  it('defangs what stands in running text, and leaves paths, versions of files and times alone', () => {
    expect(defangIn('curl.exe fetched http://ex.example/a.ps1 from 203.0.113.9 at 10:15:00')).toBe('curl.exe fetched hxxp://ex[.]example/a[.]ps1 from 203[.]0[.]113[.]9 at 10:15:00');
    expect(defangIn('mail of mia.b@corp.example (fe80:0:0:0:1:2:3:4)')).toBe('mail of mia[.]b[@]corp[.]example (fe80[:]0[:]0[:]0[:]1[:]2[:]3[:]4)');
    expect(defangIn('C:\\Users\\mia.b\\cmd.exe /c a.ps1 report.docx 1.2 v3 -o:x')).toBe('C:\\Users\\mia.b\\cmd.exe /c a.ps1 report.docx 1.2 v3 -o:x');
    expect(defangIn('nslookup evil.example and cdn.evil-2.example:443, then tool.exe')).toBe('nslookup evil[.]example and cdn[.]evil-2[.]example:443, then tool.exe');
    expect(defangIn('fetched payload.zip', ['payload.zip'])).toBe('fetched payload[.]zip');
  });
  it('defangs names that are known to be indicators, once each', () => {
    expect(defangIn('resolved evil.example and sub.evil.example', ['evil.example', 'sub.evil.example'])).toBe('resolved evil[.]example and sub[.]evil[.]example');
    expect(defangIn('to http://evil.example/', ['evil.example'])).toBe('to hxxp://evil[.]example/');
    expect(defangIn('a+b', ['a+b', ''])).toBe('a+b');
  });
});

it('defangs a long hostile text at once', () => {
  const started = performance.now();
  for (const text of ['a.'.repeat(20_000), 'a-'.repeat(20_000), 'a@'.repeat(20_000), '1:'.repeat(20_000), 'http://'.repeat(6000)]) defangIn(text);
  expect(performance.now() - started).toBeLessThan(3000);
});
