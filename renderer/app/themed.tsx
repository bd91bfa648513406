import { FluentProvider, RendererProvider, createDOMRenderer } from '@fluentui/react-components';
import { useEffect, type ReactNode } from 'react';
import { cspNonce } from '../platform/index.ts';
import { useThemeName } from '../state/index.ts';
import { applyTheme, fluentThemes } from '../ui/index.ts';

/** Without the nonce the content policy refuses every style that Fluent writes. */
const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce: cspNonce() } });

/** Keeps the tokens and Fluent's theme with the person's choice; changes live in every window. */
export function Themed({ children }: { children: ReactNode }) {
  const name = useThemeName();
  useEffect(() => applyTheme(name), [name]);
  return <RendererProvider renderer={renderer}><FluentProvider theme={fluentThemes[name]}>{children}</FluentProvider></RendererProvider>;
}
