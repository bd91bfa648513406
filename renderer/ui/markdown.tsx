/** Comments as their authors meant them: Markdown as elements, never as HTML. Links and images are text with their address, defanged; nothing can be clicked or fetched. */
import { Fragment, type ReactNode } from 'react';
import { readMarkdown, type Block, type Inline, type ListItem } from '../../shared/base/markdown.ts';
import { defang } from '../../shared/base/text.ts';
import { InertText } from './text.tsx';
import './markdown.css';

/** As long as a comment may be. */
const SHOWN = 30_000;
/** Headings of a comment stand below those of the page. */
const HEADING_OFFSET = 3;

/** Reads at most `limit` characters, and says how many more there are. */
export function Markdown({ text, limit = SHOWN }: { text: string; limit?: number }) {
  return (
    <div className="markdown">
      {readMarkdown(text.slice(0, limit)).map((b, i) => <BlockView key={i} block={b} />)}
      {text.length > limit ? <p className="tertiary">… {(text.length - limit).toLocaleString('en')} more characters</p> : null}
    </div>
  );
}

function BlockView({ block: b }: { block: Block }): ReactNode {
  switch (b.kind) {
    case 'paragraph': return <p><Inlines nodes={b.children} /></p>;
    case 'heading': return <div role="heading" aria-level={Math.min(6, b.level + HEADING_OFFSET)} className="markdown-heading"><Inlines nodes={b.children} /></div>;
    case 'code': return <pre className="mono">{b.language === '' ? null : <span className="markdown-language"><InertText text={b.language} limit={100} />{'\n'}</span>}<InertText text={b.text} /></pre>;
    case 'quote': return <blockquote>{b.children.map((c, i) => <BlockView key={i} block={c} />)}</blockquote>;
    case 'rule': return <hr />;
    case 'list': {
      const items = b.items.map((item, i) => <Item key={i} item={item} />);
      return b.start === null ? <ul>{items}</ul> : <ol start={b.start}>{items}</ol>;
    }
    case 'table': return (
      <table className="plain-table">
        <thead><tr>{b.head.map((cell, i) => <th key={i} scope="col"><Inlines nodes={cell} /></th>)}</tr></thead>
        <tbody>{b.rows.map((row, r) => <tr key={r}>{row.map((cell, i) => <td key={i}><Inlines nodes={cell} /></td>)}</tr>)}</tbody>
      </table>
    );
  }
}

function Item({ item }: { item: ListItem }) {
  const [first, ...rest] = item.children;
  return (
    <li className={item.isDone === null ? '' : 'task'}>
      {item.isDone === null ? null : <span role="img" aria-label={item.isDone ? 'Done' : 'To do'}>{item.isDone ? '☑ ' : '☐ '}</span>}
      {first?.kind === 'paragraph' ? <Inlines nodes={first.children} /> : first === undefined ? null : <BlockView block={first} />}
      {rest.map((b, i) => <BlockView key={i} block={b} />)}
    </li>
  );
}

function Inlines({ nodes }: { nodes: readonly Inline[] }) {
  return <>{nodes.map((n, i) => <Fragment key={i}><InlineView node={n} /></Fragment>)}</>;
}

function InlineView({ node: n }: { node: Inline }): ReactNode {
  switch (n.kind) {
    case 'text': return <InertText text={n.text} />;
    case 'code': return <code className="mono"><InertText text={n.text} /></code>;
    case 'strong': return <strong><Inlines nodes={n.children} /></strong>;
    case 'emphasis': return <em><Inlines nodes={n.children} /></em>;
    case 'deleted': return <del><Inlines nodes={n.children} /></del>;
    case 'link': return n.children.length === 0 ? <Address address={n.address} title={n.title} /> : <><Inlines nodes={n.children} /> (<Address address={n.address} title={n.title} />)</>;
    case 'image': return <>[Image{n.alt === '' ? '' : ': '}<InertText text={n.alt} /> <Address address={n.address} title={n.title} />]</>;
  }
}

function Address({ address, title }: { address: string; title: string }) {
  return <><span className="mono markdown-address"><InertText text={defang(address)} /></span>{title === '' ? null : <> “<InertText text={title} />”</>}</>;
}
