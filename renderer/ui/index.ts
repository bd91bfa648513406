export { RemediationBadge, SeverityBadge, SeverityGlyph, StatusBadge, Tag, VerdictBadge, verdictToken, type SeverityName, type VerdictName } from './badges.tsx';
export { DataTable, type ColDef, type ColumnState } from './data-table.tsx';
export { Dialog } from './dialog.tsx';
export { EntityIcon, KIND_HUE, KIND_ICON, type Hue } from './icons.tsx';
export { Pane, Panes, type PaneSpec } from './panes.tsx';
export { describeError, EmptyState, ErrorState, Loading } from './states.tsx';
export { EntityName, InertText, shownName } from './text.tsx';
export { applyTheme, themeTokens, words, type ThemeName } from './theme.ts';
