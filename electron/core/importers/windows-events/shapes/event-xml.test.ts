import { describe, expect, it } from 'vitest';
import { dataOfXml, findElement, readXml } from './event-xml.ts';

describe('event XML', () => {
  it('reads elements, attributes in both quotes, text, CDATA and prefixes', () => {
    const root = readXml(
      `<?xml version="1.0"?><e:Event xmlns:e='x'><System><Provider Name="A &amp; B > C"/></System><EventData><Data Name='P'>a&lt;b&#x41;</Data><Data><![CDATA[<x>]]></Data></EventData></e:Event>`,
    );
    expect(findElement(root, 'Provider')?.attributes['Name']).toBe('A & B > C');
    expect({ ...dataOfXml(findElement(root, 'EventData')) }).toEqual({ P: 'a<bA', Data1: '<x>' });
  });
  it('takes the leaves of UserData', () => {
    expect({
      ...dataOfXml(
        findElement(
          readXml('<UserData><LogFileCleared><SubjectUserName>mia</SubjectUserName><Channel>System</Channel></LogFileCleared></UserData>'),
          'UserData',
        ),
      ),
    }).toEqual({ SubjectUserName: 'mia', Channel: 'System' });
  });
  it('leaves unknown names as they are and never expands them', () => expect(readXml('<a>&x;&#0;</a>')?.text).toBe('&x;&#0;'));
  it('gives what there is of a text that was cut off, only when asked', () => {
    const cut = '<Event><System><EventID>1</EventID></System><EventData><Data Name="A">x</Data><Data Name="B">half a va';
    expect(readXml(cut)).toBeNull();
    expect({ ...dataOfXml(findElement(readXml(cut, true), 'EventData')) }).toEqual({ A: 'x', B: 'half a va' });
    expect({ ...dataOfXml(findElement(readXml(cut.slice(0, 78), true), 'EventData')) }).toEqual({ A: 'x' });
  });
  it.each([
    '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    '<a><b></a></b>',
    '<a>',
    'text',
    '<a/><b/>',
    '<a',
    '<a b="<">'.repeat(40),
    '<a>'.repeat(60) + '</a>'.repeat(60),
    '<a>' + '<b/>'.repeat(6000) + '</a>',
    `<a>${'x'.repeat(1_100_000)}</a>`,
  ])('refuses %#', (source) => expect(readXml(source)).toBeNull());
});
